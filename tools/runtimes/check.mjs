// `node tools/runtimes/check.mjs`: packs every package, installs the tarballs into an empty project, and runs the main
// job and the whole loop on Node 20, 22, 24 and 26, Bun and Deno; predicts in workerd; trains and predicts in Chromium.
// Prints a table: each step is checked to work and to give the same bytes everywhere. Needs `npm run build`. Ends with
// `N passed, N failed, N skipped`, a count of checks; a runtime that cannot be had is skipped by name.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInBrowser } from "./browser.mjs";
import { makeProject, prepareForOthers } from "./project.mjs";
import { bundleOf, runLoop } from "./run-loop.mjs";
import { installRuntime, RUNTIMES } from "./runtimes.mjs";
import { judge, STEPS } from "./table.mjs";
import { runInWorkerd } from "./workerd.mjs";

/** Runtimes that get a trained model, and the steps that they run. */
const OTHERS = [
  { name: "workerd", expected: ["predictor", "HTTP"], runIn: runInWorkerd },
  { name: "Chromium", expected: ["main job", "predictor"], runIn: runInBrowser },
];

const folder = await mkdtemp(join(tmpdir(), "imdb-runtimes-"));
const project = join(folder, "project");
try {
  console.log("Packing the packages, installing the tarballs …");
  const { missing } = await makeProject(project, join(folder, "tarballs"));
  const rows = missing ? rowsWithout(missing) : await allRows();
  const { lines, problems, total } = judge(rows);
  console.log(["", ...lines, "", ...problems].join("\n"));
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed > 0 ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function allRows() {
  const rows = [];
  for (const runtime of RUNTIMES) rows.push(await rowOf(runtime.name, STEPS, () => runLoopIn(runtime)));
  return [...rows, ...(await otherRows(rows))];
}

function rowsWithout(missing) {
  const loops = RUNTIMES.map(({ name }) => ({ name, expected: STEPS, missing }));
  return [...loops, ...OTHERS.map(({ name, expected }) => ({ name, expected, missing }))];
}

/** The row of a runtime: what it gave, or what kept it from starting. */
async function rowOf(name, expected, work) {
  console.log(`${name} …`);
  const failed = (error) => ({
    version: "",
    steps: [{ step: "start", seconds: 0, problem: error.stack ?? String(error) }],
  });
  return { name, expected, ...(await work().catch(failed)) };
}

async function runLoopIn(runtime) {
  const place = join(folder, "runtime");
  const { program, version, missing } = await installRuntime(runtime, place);
  if (missing) return { missing };
  const steps = await runLoop(runtime, program, project);
  // A program has 100 MB and more.
  await rm(place, { recursive: true, force: true });
  return { version, steps };
}

/** Runtimes without files, which get a model that another runtime has trained, and its split. */
async function otherRows(rows) {
  const trained = rows.find(({ steps = [] }) =>
    steps.some(({ step, digest }) => step === "main job" && digest),
  );
  if (!trained) {
    const missing = "a runtime above must have trained the model";
    return OTHERS.map(({ name, expected }) => ({ name, expected, missing }));
  }
  await prepareForOthers(project, bundleOf(trained.name, project));
  const found = [];
  for (const { name, expected, runIn } of OTHERS) {
    found.push(await rowOf(name, expected, () => runIn(project)));
  }
  return found;
}
