import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readResult } from "./result.mjs";
import { row } from "./row.mjs";

/**
 * The rows of a one-file bundle, run in another folder after the project's node_modules is gone, as on a server:
 * alone, where the calling thread does the work of the threads, and with the worker scripts copied beside it.
 *
 * @param known  `title`, `version`.
 * @param file   The bundle's main file, in the folder `dist` of the project.
 * @param build  Makes `dist`.
 * @param findsScripts  Whether the bundler brings the worker scripts along itself; there is one row then.
 */
export async function bundleRows(place, { title, version, file, findsScripts = false }, build) {
  const alone = row({ title, version, threads: findsScripts ? "own" : "calling" }, async () => {
    await build();
    return runDeployed(place, file);
  });
  const first = await alone;
  if (findsScripts) return [first];
  const beside = { title: `${title}, worker scripts beside`, version, threads: "own" };
  return [
    first,
    await row(beside, async () => {
      if (first.error && !first.result) throw new Error(first.error);
      await copyWorkerScripts(place.folder, join(place.folder, "dist"));
      return runDeployed(place, file);
    }),
  ];
}

/** Runs `dist` from a copy in another folder, while the project is away. */
export function runDeployed(place, file) {
  return place.deploy("dist", async (cwd) => {
    await writeFile(join(cwd, "package.json"), JSON.stringify({ type: "module" }));
    return readResult(await place.succeed("node", [file, "out"], { cwd }));
  });
}

/** `cp node_modules/@imdb/…/dist/imdb-*-worker.mjs dist/`: every package that starts threads has one such file. */
export async function copyWorkerScripts(project, into) {
  const scope = join(project, "node_modules/@imdb");
  await mkdir(into, { recursive: true });
  let count = 0;
  for (const name of await readdir(scope)) {
    const dist = join(scope, name, "dist");
    for (const file of await readdir(dist).catch(() => [])) {
      if (!/^imdb-.*-worker\.mjs$/.test(file)) continue;
      await cp(join(dist, file), join(into, file));
      count++;
    }
  }
  if (count === 0)
    throw new Error("no package has a worker script dist/imdb-*-worker.mjs to copy beside the bundle");
}
