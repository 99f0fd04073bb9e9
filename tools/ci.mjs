// What `.ci/run` does: the Python peers and a Redis server where they can be installed, `npm test`, the packages as
// they will be published, guides and API reference, and the main job on the real archive where it is there. Ends with
// the plain line `N passed, N failed, N skipped`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasPeers, peersPython } from "./peers/python.mjs";
import { ROOT } from "./prepare.mjs";

const ARCHIVE = join(ROOT, "../shared/data/aclImdb_v1.tar.gz");
const LIMITS = { accuracy: 0.905, seconds: 30, peakRssMb: 1500 };
const total = { passed: 0, failed: 0, skipped: 0 };
const env = { ...process.env, CI: "true" };

if (existsSync(ARCHIVE)) env.IMDB_DATA = ARCHIVE;
peers();
redis();
count("npm test", ["test"]);
count("npm run check-release", ["run", "check-release"]);
site();
mainJob();
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);

function peers() {
  const { status } = node(["tools/peers/setup"]);
  if (status === 0 && hasPeers()) env.IMDB_PEERS_PYTHON = peersPython();
  else skip("checks against Python peers", "they could not be installed");
  if (node(["tools/peers/setup", "--mlflow2"]).status !== 0)
    skip("tests against MLflow 2", "it could not be installed");
}

function redis() {
  const { status } = node(["tools/redis/install.mjs"]);
  if (status !== 0) skip("tests over a real Redis", "no server is there and none could be installed");
}

/** Runs an npm script and adds up its lines `N passed, N failed, N skipped`. */
function count(name, args) {
  const { status, stdout } = spawnSync("npm", args, {
    cwd: ROOT,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  console.log(stdout);
  const counts = [...stdout.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)];
  for (const [, passed, failed, skipped] of counts) {
    total.passed += Number(passed);
    total.failed += Number(failed);
    total.skipped += Number(skipped);
  }
  const failed = counts.reduce((sum, [, , some]) => sum + Number(some), 0);
  if (counts.length === 0 || (status !== 0 && failed === 0)) fail(name, `it ended with status ${status}`);
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
    const start = () => npm("start", "--", "--data", ARCHIVE, ...where, "--summary", file);
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
  total.failed++;
  console.log(`✗ ${what}: ${why}`);
}

function skip(what, why) {
  total.skipped++;
  console.log(`SKIPPED ${what}: ${why}`);
}
