// `npm test`: installs and builds what is missing, then checks everything in one run of nx, two tasks at a time;
// what has not changed since comes from its cache. Ends with what was not checked and why, and with the line
// `N passed, N failed, N skipped`, which counts every test and every check.
import { failingLines } from "./failing-lines.mjs";
import { closingList, readNotChecked } from "./optional/not-checked.mjs";
import { toolPath } from "./optional/tools.mjs";
import { build, install, stream } from "./prepare.mjs";

const CHECKS = [
  { name: "lint and format", target: "check-lint" },
  { name: "types", target: "typecheck" },
  { name: "module boundaries and shape", target: "check-shape" },
  { name: "public names", target: "check-names" },
  { name: "code in the docs", target: "check-docs" },
];

let isAdvice = false;

install();
build();
const targets = [...CHECKS.map(({ target }) => target), "test"];
const { status, output } = await stream(
  "nx",
  ["run-many", "-t", ...targets, "--output-style=stream"],
  isShown,
);
const plain = output.replace(/\x1b\[[0-9;]*m/g, "");
console.log();
const total = countTests(plain);
for (const line of closingList(readNotChecked(plain))) console.log(line);
const failing = failingLines(plain);
if (failing.length > 0) console.log(`Failed:\n  ${failing.join("\n  ")}`);
if (!toolPath("heavy")) console.log("Tests that repeat something ran fewer rounds than with IMDB_HEAVY=1.");
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);

/** Whether a line is of the tests: nx ends with advice of its own, and what is not checked is said once, at the end. */
function isShown(line) {
  isAdvice = /^ {2}Run duration: /.test(line) || (isAdvice && /^ {2}|^$/.test(line));
  return !isAdvice && !/NOT CHECKED \| |^Nx read the output from the cache/.test(line);
}

/** Adds up the checks and what Vitest and node:test say, also from the cache. */
function countTests(plain) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const failedTasks = [...plain.matchAll(/^\s*- (\S+:\S+)\s*$/gm)].map(([, task]) => task);
  for (const { name, target } of CHECKS) {
    const wasRun = new RegExp(`\\bnx run \\S+:${target}\\b`).test(plain);
    const holds = wasRun && !failedTasks.some((task) => task.endsWith(`:${target}`));
    console.log(`${holds ? "✓" : "✗"} ${name}`);
    total[holds ? "passed" : "failed"]++;
  }
  const failedProjects = new Set();
  const add = (project, kind, count) => {
    total[kind] += count;
    if (kind === "failed" && count > 0) failedProjects.add(project);
  };
  for (const [, project, counts] of plain.matchAll(/^(\S*?):?\s[^\n]*?\bTests {2}([^\n]*\(\d+\))\s*$/gm)) {
    for (const kind of Object.keys(total)) {
      add(project, kind, Number(counts.match(`(\\d+) ${kind}`)?.[1] ?? 0));
    }
  }
  const kinds = { pass: "passed", fail: "failed", skipped: "skipped" };
  const ofNode = /^(\S*?):?\s[^\n]*?[#\u2139] (pass|fail|skipped) (\d+)\s*$/gm;
  for (const [, project, kind, count] of plain.matchAll(ofNode)) add(project, kinds[kind], Number(count));
  // A suite that cannot be loaded has no failed test: only its task has failed.
  for (const task of failedTasks) {
    if (task.endsWith(":test") && !failedProjects.has(task.slice(0, -":test".length))) total.failed++;
  }
  if (status !== 0 && total.failed === 0) total.failed++;
  return total;
}
