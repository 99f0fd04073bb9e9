// `npm test`: installs and builds what is missing, then checks everything; what has not changed since comes from
// nx's cache. Ends with the line
// `N passed, N failed, N skipped`, which counts every test and every check.
import { build, install, spawn } from "./prepare.mjs";

const CHECKS = [
  { name: "lint and format", command: ["nx", "run", "imdb-mlops:check-lint"] },
  { name: "types", command: ["nx", "run-many", "-t", "typecheck", "--output-style=static"] },
  { name: "module boundaries and shape", command: ["nx", "run", "imdb-mlops:check-shape"] },
  { name: "public names", command: ["nx", "run", "imdb-mlops:check-names"] },
  { name: "code in the docs", command: ["nx", "run", "imdb-mlops:check-docs"] },
];

install();
build();
const total = { passed: 0, failed: 0, skipped: 0 };
for (const { name, command } of CHECKS) check(name, command);
unitTests();
const { passed, failed, skipped } = total;
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed > 0 ? 1 : 0);

function check(name, [program, ...args]) {
  const { status, stdout, stderr } = spawn(program, args, "pipe");
  console.log(`${status === 0 ? "✓" : "✗"} ${name}`);
  if (status === 0) total.passed++;
  else {
    total.failed++;
    console.log(`${stdout}${stderr}`);
  }
}

/** Runs every package's and example's tests and adds up what Vitest and node:test say, also from the cache. */
function unitTests() {
  const { status, stdout, stderr } = spawn("nx", ["run-many", "-t", "test", "--output-style=stream"], "pipe");
  const output = `${stdout}${stderr}`;
  console.log(output);
  const before = total.failed;
  const plain = output.replace(/\x1b\[[0-9;]*m/g, "");
  for (const [, counts] of plain.matchAll(/^[^\n]*?\bTests {2}([^\n]*\(\d+\))\s*$/gm)) {
    for (const kind of Object.keys(total)) total[kind] += Number(counts.match(`(\\d+) ${kind}`)?.[1] ?? 0);
  }
  for (const [, kind, count] of plain.matchAll(/^[^\n]*?# (pass|fail|skipped) (\d+)\s*$/gm)) {
    total[{ pass: "passed", fail: "failed", skipped: "skipped" }[kind]] += Number(count);
  }
  // A suite that cannot even load has no failed test; the exit status tells.
  if (status !== 0 && total.failed === before) total.failed++;
}
