import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "./table.mjs";

const DIGEST = `sha256:${"a".repeat(64)}`;
const THREADED = ["batch", "search", "vectorizer", "pipeline", "profile"];

function resultWith(change) {
  const outcomes = ["train", ...THREADED].map((step) => ({ step, threads: THREADED.includes(step) ? 1 : 0 }));
  return { digest: DIGEST, outcomes, warnings: [], ...change };
}

/** The problems of one row with this result. */
function problemsOf(threads, change) {
  return judge([{ title: "a", threads, result: resultWith(change) }], DIGEST).problems;
}

test("a row is right when its steps worked, its threads started and its bundle has the digest", () => {
  assert.deepEqual(problemsOf("own", {}), []);
  const { lines, total } = judge(
    [{ title: "a", version: "1", threads: "own", result: resultWith({}) }],
    DIGEST,
  );
  assert.deepEqual(total, { passed: 1, failed: 0, skipped: 0 });
  assert.match(lines[2], /^\| a +\| 1 .*\| two .*\| a{12} .*\| ok +\|$/);
});

test("another digest, a step that failed and a thread that did not start are each named", () => {
  assert.match(problemsOf("own", { digest: "sha256:b" })[0], /the digest sha256:b, not sha256:a/);
  const failed = [{ step: "search", threads: 1, problem: "WORKER_FAILURE: no" }];
  assert.deepEqual(problemsOf("own", { outcomes: failed }), ["✗ a: search: WORKER_FAILURE: no"]);
  const idle = [{ step: "search", threads: 0 }];
  assert.deepEqual(problemsOf("own", { outcomes: idle }), ["✗ a: no thread was started by search"]);
});

test("the calling thread does the work with one warning a package, no more and no fewer", () => {
  const outcomes = THREADED.map((step) => ({ step, threads: 0 }));
  const warnings = THREADED.map((step) => `@imdb/${step}: its work runs in the calling thread.`);
  assert.deepEqual(problemsOf("calling", { outcomes, warnings }), []);
  assert.deepEqual(problemsOf("either", { outcomes, warnings }), []);
  const some = outcomes.map((one) => (one.step === "search" ? { ...one, threads: 1 } : one));
  assert.match(problemsOf("calling", { outcomes: some, warnings })[0], /threads were started by search/);
  assert.match(problemsOf("calling", { outcomes })[0], /there are 0 of 5/);
  assert.match(problemsOf("calling", { outcomes, warnings: [...warnings, warnings[0]] })[0], /6 of 5/);
});

test("a thread of another step, such as the one that keeps a lease, is none that works", () => {
  const outcomes = [{ step: "file", threads: 1 }, ...THREADED.map((step) => ({ step, threads: 0 }))];
  const warnings = THREADED.map((step) => `@imdb/${step}: its work runs in the calling thread.`);
  const row = { title: "a", threads: "calling", result: resultWith({ outcomes, warnings }) };
  const { lines, problems } = judge([row], DIGEST);
  assert.deepEqual(problems, []);
  assert.match(lines[2], /calling thread, one warning a package/);
});

test("a missing tool is not counted as right, and says why", () => {
  const { lines, notChecked, total } = judge([{ title: "a", missing: "no network" }], DIGEST);
  assert.deepEqual(total, { passed: 0, failed: 0, skipped: 1 });
  assert.match(lines[2], /not checked: no network/);
  assert.deepEqual(notChecked, [{ title: "a", why: "no network" }]);
});

test("an error is shown by the line that says what is wrong", () => {
  const error = "`node x.mjs` ended with 1: /a/x.mjs:11\n  throw Error(x)\n  ^\n\nTypeError: Invalid URL";
  const { lines } = judge([{ title: "a", error }], DIGEST);
  assert.match(lines[2], /FAIL `node x\.mjs` ended with 1: TypeError: Invalid URL/);
});
