// What the tests of the areas use of Vitest: here the tests are collected once in a process and run for each change.
// Vitest itself loads all modules again for each run, which takes longer than most tests.
import * as matchers from "@vitest/expect";
import * as chai from "chai";

for (const plugin of [matchers.JestExtend, matchers.JestChaiExpect, matchers.JestAsymmetricMatchers])
  chai.use(plugin);
export const expect = Object.assign(
  (value, message) => chai.expect(value, message),
  chai.expect,
  globalThis[matchers.ASYMMETRIC_MATCHERS_OBJECT],
  {
    fail: (message) => chai.assert.fail(message),
    getState: () => matchers.getState(expect),
    setState: (state) => matchers.setState(state, expect),
  },
);
matchers.setState({ assertionCalls: 0, environment: "node" }, expect);
globalThis[matchers.GLOBAL_EXPECT] = expect;

const newSuite = (name, parent) => ({
  name,
  parent,
  tasks: [],
  hooks: { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] },
});
const root = newSuite("", undefined);
let current = root;
const all = [];

/** What follows belongs to another test file. */
export function beginFile(name) {
  current = newSuite(name, root);
  root.tasks.push(current);
}

const repeated = (once) => (table) => (name, run) => {
  for (const [i, row] of table.entries()) {
    const values = Array.isArray(row) ? row : [row];
    once(`${name} #${i + 1}`, () => run(...values));
  }
};

function addSuite(name, define) {
  const outer = current;
  current = newSuite(`${outer.name} > ${name}`, outer);
  outer.tasks.push(current);
  define();
  current = outer;
}

function addTest(name, run) {
  const test = { id: String(all.length), name: `${current.name} > ${name}`, suite: current, run };
  all.push(test);
  current.tasks.push(test);
}

export const describe = Object.assign(addSuite, { each: repeated(addSuite) });
const skipped = Object.assign(() => {}, { each: () => () => {} });
export const test = Object.assign(addTest, {
  each: repeated(addTest),
  skipIf: (condition) => (condition ? skipped : test),
});

const hook = (kind) => (run) => void current.hooks[kind].push(run);
export const beforeAll = hook("beforeAll");
export const afterAll = hook("afterAll");
export const beforeEach = hook("beforeEach");
export const afterEach = hook("afterEach");

/** The milliseconds that each test needs, by its id: the quick ones then run first, and notice most changes. */
let times = {};
export function setTimes(known) {
  times = known;
}

/**
 * Runs the tests.
 *
 * @param ids      Which tests; all, if undefined.
 * @param bail     Whether to end at the first test that fails.
 * @param observe  `before(tests)` is called before code runs that belongs to these tests.
 * @returns        Name, time and error of each test that was run.
 */
export async function runTests(ids, bail, observe = () => {}) {
  const chosen = ids && new Set(ids);
  const isChosen = ({ id }) => chosen === undefined || chosen.has(id);
  const results = [];
  const failed = () => bail && results.some(({ error }) => error !== undefined);
  await runSuite(root);
  return results;

  async function runSuite(suite) {
    const tests = testsOf(suite).filter(isChosen);
    if (tests.length === 0) return;
    observe(tests);
    try {
      for (const run of suite.hooks.beforeAll) await run();
      for (const task of suite.tasks.toSorted((a, b) => timeOf(a) - timeOf(b))) {
        if (failed()) break;
        if (task.tasks) await runSuite(task);
        else if (isChosen(task)) results.push(await runTest(task));
      }
    } catch (error) {
      results.push({ ...resultOf(tests[0]), error });
    } finally {
      observe(tests);
      for (const run of suite.hooks.afterAll) await run();
    }
  }

  async function runTest(test) {
    observe([test]);
    const started = performance.now();
    let error;
    const keep = (thrown) => {
      error ??= thrown ?? new Error("undefined was thrown");
    };
    const suites = [];
    for (let suite = test.suite; suite; suite = suite.parent) suites.push(suite);
    try {
      for (const suite of suites.toReversed()) for (const run of suite.hooks.beforeEach) await run();
      await test.run();
    } catch (thrown) {
      keep(thrown);
    }
    for (const suite of suites)
      for (const run of suite.hooks.afterEach) await Promise.resolve().then(run).catch(keep);
    return { ...resultOf(test), timeSpentMs: performance.now() - started, error };
  }
}

const resultOf = ({ id, name }) => ({ id, name, timeSpentMs: 0 });
const testsOf = (task) => task.tasks?.flatMap(testsOf) ?? [task];
const timeOf = (task) => testsOf(task).reduce((sum, { id }) => sum + (times[id] ?? 0), 0);
