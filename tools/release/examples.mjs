// `node tools/release/examples.mjs [NAME …]`: installs every example from packed tarballs in an empty folder, as
// somebody who copied it would, and runs its test. Needs `npm run build`. Ends with `N passed, N failed, N skipped`.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toolPath } from "../optional/tools.mjs";
import { INSTALL } from "./install-arguments.mjs";
import { packAll, ROOT } from "./pack.mjs";
import { run } from "./processes.mjs";

/** Not copied: what building and running made. `imdb-sentiment` is the main job, which .ci/run runs on its own. */
const MADE = /(?:^|\/)(?:node_modules|dist|\.tsc|outputs|mlruns|reports|model)(?:\/|$)/;
const NOT_COPIED = ["imdb-sentiment"];
/** Nothing of this checkout but its Python peers: an example finds its packages in its own folder. */
const peers = toolPath("peers");
const ENV = { ...process.env, NODE_OPTIONS: "", ...(peers && { IMDB_PEERS_PYTHON: peers }) };

const only = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const folder = await mkdtemp(join(tmpdir(), "imdb-examples-"));
try {
  const tarballs = new Map(
    (await packAll(join(folder, "tarballs"))).map(({ name, tarball }) => [name, `file:${tarball}`]),
  );
  for (const tools of ["optional", "redis", "mlflow"]) {
    const of = join(ROOT, "tools", tools);
    await cp(of, join(folder, "tools", tools), { recursive: true });
  }
  await run("npm", [...INSTALL, "playwright-core"], { cwd: join(folder, "tools") });
  for (const name of (await readdir(join(ROOT, "examples"))).sort()) {
    if (!NOT_COPIED.includes(name) && (only.length === 0 || only.includes(name)))
      await tryOut(name, tarballs).catch((error) => fail(name, error.message));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function tryOut(name, tarballs) {
  const begun = Date.now();
  // As far from the tools that the tests look for as in the checkout.
  const place = join(folder, "examples", name);
  const manifest = JSON.parse(await readFile(join(ROOT, "examples", name, "package.json"), "utf8"));
  if (!manifest.scripts?.start) return skip(name, "it is no program of its own");
  await copy(name, place);
  await fromTarballs(place, tarballs);
  const installed = await run("npm", INSTALL, { cwd: place });
  if (installed.status !== 0) return fail(name, `npm install: ${installed.output}`);
  const { status, output } = await run("npm", ["test"], { cwd: place, env: ENV });
  const skips = Number(/^# skipped (\d+)$/m.exec(output)?.[1] ?? 0);
  if (status !== 0) return fail(name, output);
  if (skips > 0) skip(name, /# SKIP (.*)/.exec(output)?.[1] ?? "a test was skipped");
  total.passed++;
  console.log(`✓ ${name} (${((Date.now() - begun) / 1000).toFixed(0)} s)`);
  await rm(place, { recursive: true, force: true });
}

/** Copies an example and, into its `vendor`, those that it builds on. */
async function copy(name, place) {
  await mkdir(place, { recursive: true });
  const from = join(ROOT, "examples", name);
  await cp(from, place, { recursive: true, filter: (path) => !MADE.test(path.slice(from.length)) });
}

async function fromTarballs(place, tarballs) {
  const path = join(place, "package.json");
  const manifest = JSON.parse(await readFile(path, "utf8"));
  for (const dependency of Object.keys(manifest.dependencies)) {
    const [, example] = /^@imdb-examples\/(.+)$/.exec(dependency) ?? [];
    if (example) {
      await copy(example, join(place, "vendor", example));
      await fromTarballs(join(place, "vendor", example), tarballs);
      manifest.dependencies[dependency] = await packed(join(place, "vendor", example));
    } else if (tarballs.has(dependency)) manifest.dependencies[dependency] = tarballs.get(dependency);
  }
  // Packages of ours that others bring along come from the tarballs too; the registry may not have them yet.
  manifest.overrides = Object.fromEntries(
    [...tarballs].map(([name, tarball]) => [name, manifest.dependencies[name] ? `$${name}` : tarball]),
  );
  await writeFile(path, JSON.stringify(manifest));
}

/** As a tarball, as from a registry: a linked folder would find its dependencies in itself alone. */
async function packed(example) {
  const { output } = await run("npm", ["pack", "--silent", "--ignore-scripts"], { cwd: example });
  return `file:${join(example, output.trim().split("\n").at(-1))}`;
}

function fail(name, why) {
  total.failed++;
  console.log(`✗ ${name}: ${why}`);
}

function skip(name, why) {
  total.skipped++;
  console.log(`SKIPPED ${name}: ${why}`);
}
