// `npm test`: installs and builds what is missing, then checks everything in one run of nx, two tasks at a time;
// what has not changed since comes from its cache. Ends with what was not checked and why, and with the line
// `N passed, N failed, N skipped`, which counts every test and every check.
import { closingList, readNotChecked } from "./optional/not-checked.mjs";
import { build, install, stream } from "./prepare.mjs";

const CHECKS = [
  { name: "lint and format", target: "check-lint" },
  { name: "types", target: "typecheck" },
  { name: "module boundaries and shape", target: "check-shape" },
  { name: "public names", target: "check-names" },
  { name: "code in the docs", target: "check-docs" },
];

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
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);

/** Whether a line is of the tests: nx ends with advice of its own, and what is not checked is said once, at the end. */
function isShown(line) {
  const advice =
    /^ {2}(Run duration|Cache|Critical path|Recoverable time|Recommendations?): |^ {4}- .*\b(parallelism|cache|Nx)\b/;
  return !advice.test(line) && !line.includes("NOT CHECKED | ");
}

/** Adds up the checks and what Vitest and node:test say, also from the cache. */
function countTests(plain) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, target } of CHECKS) {
    const failed = new RegExp(`^\\s*- \\S+:${target}\\s*$`, "m").test(plain);
    console.log(`${failed ? "✗" : "✓"} ${name}`);
    total[failed ? "failed" : "passed"]++;
  }
  for (const [, counts] of plain.matchAll(/^[^\n]*?\bTests {2}([^\n]*\(\d+\))\s*$/gm)) {
    for (const kind of Object.keys(total)) total[kind] += Number(counts.match(`(\\d+) ${kind}`)?.[1] ?? 0);
  }
  for (const [, kind, count] of plain.matchAll(/^[^\n]*?[#\u2139] (pass|fail|skipped) (\d+)\s*$/gm)) {
    total[{ pass: "passed", fail: "failed", skipped: "skipped" }[kind]] += Number(count);
  }
  // A suite that cannot even load has no failed test, and neither has a run that could not begin; the status tells.
  if (status !== 0 && total.failed === 0) total.failed++;
  return total;
}
