// `node tools/release/starter.mjs`: the steps of a new user with a CSV file, from packed tarballs in an empty
// folder: lay a project down, install, test, train, serve, ask. Prints the seconds of each step. Needs
// `npm run build`. Ends with `N passed, N failed, N skipped`.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packAll, ROOT } from "./pack.mjs";
import { run, start } from "./processes.mjs";

const LIMITS = { structure: 120, model: 300, service: 600 };
const INSTALL = ["install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
const folder = await mkdtemp(join(tmpdir(), "imdb-starter-"));
const project = join(folder, "tickets");
let failure;
try {
  const packages = await packAll(join(folder, "tarballs"));
  await cp(join(ROOT, "examples/own-csv/tickets.csv"), join(folder, "tickets.csv"));
  await follow(packages);
} catch (error) {
  failure = error;
  console.log(`✗ the starter: ${error.message}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(failure ? "0 passed, 1 failed, 0 skipped" : "3 passed, 0 failed, 0 skipped");
process.exitCode = failure ? 1 : 0;

async function follow(packages) {
  const clock = stopwatch();
  // As `npm create @imdb` does: the package and what it needs are installed apart, its command is run here.
  const tool = join(folder, "tool");
  await fromTarballs(tool, { private: true, dependencies: { "@imdb/create": "*" } }, packages);
  await succeed("npm", INSTALL, tool);
  const columns = ["--text", "message", "--label", "queue", "--id", "ticket"];
  const bin = join(tool, "node_modules/.bin/create-imdb");
  await succeed(bin, ["tickets", "--data", "tickets.csv", ...columns], folder);
  clock.within("structure", LIMITS.structure);

  const manifest = JSON.parse(await readFile(join(project, "package.json"), "utf8"));
  await fromTarballs(project, manifest, packages);
  await succeed("npm", INSTALL, project);
  await succeed("npm", ["test"], project);
  await succeed("npm", ["run", "train"], project);
  clock.within("a tracked model", LIMITS.model);

  const label = await askService("My parcel has not arrived yet.");
  if (label !== "delivery") throw new Error(`the service says ${label}`);
  // One text is no sample: drift (exit status 1) is as good an answer as none.
  await succeed("npm", ["run", "monitor"], project, [0, 1]);
  clock.within("a service", LIMITS.service);
}

/** `npm start` as in a terminal, a question, and Ctrl-C, on which nothing may be left running. */
async function askService(text) {
  const service = start("npm", ["start"], { cwd: project, env: { ...process.env, PORT: "0" } });
  const [, url] = await service.seen(/Listening on (http:\/\/\S+)/, 60);
  const answer = await fetch(`${url}/v1/predict`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text }),
    signal: AbortSignal.timeout(30_000),
  });
  const { label } = await answer.json();
  await service.end("SIGINT", 30);
  return label;
}

/** The registry need not have the packages yet: those of ours come from the tarballs. */
async function fromTarballs(place, manifest, packages) {
  const tarballs = new Map(packages.map(({ name, tarball }) => [name, `file:${tarball}`]));
  for (const name of Object.keys(manifest.dependencies)) {
    if (tarballs.has(name)) manifest.dependencies[name] = tarballs.get(name);
  }
  manifest.overrides = Object.fromEntries(
    [...tarballs].map(([name, tarball]) => [name, manifest.dependencies[name] ? `$${name}` : tarball]),
  );
  await mkdir(place, { recursive: true });
  await writeFile(join(place, "package.json"), JSON.stringify(manifest));
}

async function succeed(program, args, cwd, good = [0]) {
  const { status, output } = await run(program, args, { cwd });
  if (!good.includes(status)) {
    throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${output}`);
  }
}

function stopwatch() {
  const begun = Date.now();
  return {
    within(what, limit) {
      const seconds = (Date.now() - begun) / 1000;
      console.log(`✓ ${what} after ${seconds.toFixed(0)} s`);
      if (seconds > limit) throw new Error(`${what} took ${seconds.toFixed(0)} s, more than ${limit}`);
    },
  };
}
