import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../release/processes.mjs";
import { digestOfFolder } from "./loop/digest.mjs";

/** Nothing of this checkout, and nothing of a runtime outside of the project. */
function environment(project) {
  const { NODE_OPTIONS: _, IMDB_DATA: __, ...rest } = process.env;
  return { ...rest, DENO_DIR: join(project, ".deno"), DENO_NO_UPDATE_CHECK: "1", DO_NOT_TRACK: "1" };
}

/** Where the main job leaves its bundle. */
export function bundleOf(name, project) {
  return join(project, folderOf(name), "out/bundle");
}

function folderOf(name) {
  return name.toLowerCase().replaceAll(" ", "-");
}

/**
 * Runs the main job on the embedded sentences, then the loop with its bundle.
 *
 * @returns What each step gave: `{ step, seconds, digest }` or, where it failed, `{ step, seconds, problem }`.
 */
export async function runLoop({ name, args }, program, project) {
  const folder = folderOf(name);
  const options = { cwd: project, env: environment(project), seconds: 180 };
  const bundle = bundleOf(name, project);
  const places = ["out", "runs", "results"].flatMap((option) => [`--${option}`, join(folder, option)]);
  const job = await step("main job", async () => {
    await succeed(program, [...args, "job.mjs", "--embedded", ...places], options);
    return digestOfFolder(bundle);
  });
  if (job.problem) return [job];
  const ended = await step("the loop", () =>
    succeed(program, [...args, "loop/main.mjs", bundle, join(folder, "loop")], options),
  );
  const steps = await stepsOf(join(project, folder, "loop/results.json"));
  return [job, ...steps, ...(ended.problem ? [ended] : [])];
}

/** The steps that the loop has finished; none where it ended before its first. */
async function stepsOf(path) {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}

/** Runs a step, takes its time and keeps what it throws. */
export async function step(name, work) {
  const begun = performance.now();
  const outcome = await Promise.resolve()
    .then(work)
    .then(
      (digest) => ({ digest }),
      (error) => ({ problem: error.stack ?? String(error) }),
    );
  return { step: name, seconds: (performance.now() - begun) / 1000, ...outcome };
}

async function succeed(program, args, options) {
  const { status, output } = await run(program, args, options);
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${output}`);
}
