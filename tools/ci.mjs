// What `.ci/run` does, in this order: `npm test` as on a new machine, with every optional tool hidden; the optional
// tools, installed where they can be; `npm test` again, with them; the packages as they will be published, on every
// runtime and in five tool chains (in all of them with `IMDB_HEAVY=1`); guides and API reference; and the main job on
// the real archive where it is there. Ends with what failed and the plain line `N passed, N failed, N skipped`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failingLines } from "./failing-lines.mjs";
import { runBare } from "./optional/bare.mjs";
import { toolPath } from "./optional/tools.mjs";
import { ROOT } from "./prepare.mjs";

const ARCHIVE = join(ROOT, "../shared/data/aclImdb_v1.tar.gz");
const LIMITS = { accuracy: 0.905, seconds: 30, peakRssMb: 1500 };
const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, a line each: printed again at the end, since a log is often cut to its tail. */
const failures = [];
const env = { ...process.env, CI: "true" };

try {
  step("npm test on a machine with Node and npm alone", runBare, ["test"]);
  installOptionalTools();
  if (!toolPath("archive") && existsSync(ARCHIVE)) env.IMDB_DATA = ARCHIVE;
  step("npm test with every optional tool that is here", spawnSync, ["test"]);
  step("npm run check-published", spawnSync, ["run", "check-published"]);
  step("npm run check-runtimes", spawnSync, ["run", "check-runtimes"]);
  step("npm run check-consumers", spawnSync, ["run", "check-consumers"]);
  site();
  mainJob();
} catch (error) {
  fail("all that was to come", error.message);
}
if (failures.length > 0) console.log(`\nFailed:\n${failures.join("\n")}\n`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);

function installOptionalTools() {
  for (const [what, ...args] of [
    ["Chromium and a Redis server", "tools/optional/install.mjs", "browser", "redis"],
    ["a PostgreSQL server and database clients", "tools/optional/install.mjs", "postgres", "databases"],
    ["the AssemblyScript compiler", "tools/optional/install.mjs", "assemblyscript"],
    ["the Python peers", "tools/peers/setup"],
    ["MLflow 2", "tools/peers/setup", "--mlflow2"],
  ]) {
    if (node(args).status !== 0) skip(`checks that need ${what}`, "not all of it could be installed");
  }
}

/** Runs npm, and adds up its lines `N passed, N failed, N skipped`. */
function step(name, run, args) {
  console.log(`\n== ${name}`);
  const begun = performance.now();
  const options = {
    cwd: ROOT,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  };
  const { status, stdout } = run("npm", args, options);
  const lines = /^(\d+) passed, (\d+) failed, (\d+) skipped$/gm;
  // The count of the whole stands alone in this form, at the end.
  console.log(stdout.replace(lines, "[$&]"));
  const own = { passed: 0, failed: 0, skipped: 0 };
  for (const [, passed, failed, skipped] of stdout.matchAll(lines)) {
    own.passed += Number(passed);
    own.failed += Number(failed);
    own.skipped += Number(skipped);
  }
  if (own.failed > 0) failures.push(`✗ ${name}`, ...failingLines(stdout).map((line) => `  ${line}`));
  if (own.passed === 0 || (status !== 0 && own.failed === 0)) {
    const line = `✗ ${name}: it ended with status ${status}`;
    console.log(line);
    failures.push(line);
    own.failed++;
  }
  for (const kind of Object.keys(total)) total[kind] += own[kind];
  const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
  console.log(
    `== ${name}: ${own.passed} passed, ${own.failed} failed, ${own.skipped} skipped, ${minutes} min`,
  );
}

/** Guides and API reference: a broken link, or a public symbol without a docstring, fails. */
function site() {
  const { status } = node(["tools/docs.mjs"]);
  expect("guides and API reference", status === 0 ? "built" : "not built", status === 0);
}

function mainJob() {
  if (!env.IMDB_DATA) return skip("the main job on the real reviews", "the archive is not there");
  const folder = mkdtempSync(join(tmpdir(), "imdb-ci-"));
  try {
    const file = join(folder, "summary.json");
    const where = ["out", "runs", "results"].flatMap((name) => [`--${name}`, join(folder, name)]);
    const start = () => npm("start", "--", "--data", env.IMDB_DATA, ...where, "--summary", file);
    const { status } = start();
    if (status !== 0) return fail("the main job on the real reviews", `it ended with status ${status}`);
    const { metrics, seconds, peakRssMb } = JSON.parse(readFileSync(file, "utf8"));
    expect("accuracy on the 25,000 test reviews", metrics.accuracy, metrics.accuracy >= LIMITS.accuracy);
    expect("seconds of the main job", seconds, seconds < LIMITS.seconds);
    expect("peak memory in MB", peakRssMb, peakRssMb < LIMITS.peakRssMb);
    const first = readFileSync(file, "utf8");
    start();
    const isSame = readFileSync(file, "utf8") === first;
    expect("the main job run again computes nothing", isSame, isSame);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function node(args) {
  return spawnSync(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "inherit", "inherit"] });
}

function npm(...args) {
  return spawnSync("npm", args, { cwd: ROOT, env, stdio: ["ignore", "inherit", "inherit"] });
}

function expect(what, value, holds) {
  if (!holds) return fail(what, `it is ${value}`);
  total.passed++;
  console.log(`✓ ${what}: ${value}`);
}

function fail(what, why) {
  const line = `✗ ${what}: ${why}`;
  total.failed++;
  failures.push(line);
  console.log(line);
}

function skip(what, why) {
  total.skipped++;
  console.log(`SKIPPED ${what}: ${why}`);
}
