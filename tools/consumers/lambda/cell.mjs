import { chmod, cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyWorkerScripts } from "../bundled.mjs";
import { readResult } from "../result.mjs";
import { row } from "../row.mjs";

/** A function as on AWS Lambda: one file made by esbuild, on a disk that is read-only except for a temporary folder. */
export default async function lambda(place) {
  await place.npmInstall({ esbuild: "^0.28.2" });
  await place.program("ts");
  await place.template();
  const version = `esbuild ${await place.versionOf("esbuild")}`;
  const rows = [];
  for (const [title, threads] of [
    ["Lambda, one file", "calling"],
    ["Lambda, worker scripts beside", "own"],
  ]) {
    rows.push(await row({ title, version, threads }, () => deployAndInvoke(place, threads)));
  }
  return rows;
}

async function deployAndInvoke(place, threads) {
  await place.remove("task");
  const args = ["--bundle", "--platform=node", "--target=node20", "--format=cjs", "--outfile=task/index.cjs"];
  await place.succeed(place.bin("esbuild"), ["main.ts", ...args, "--log-level=error"]);
  if (threads === "own") await copyWorkerScripts(place.folder, join(place.folder, "task"));
  await cp(join(place.folder, "invoke.cjs"), join(place.folder, "task/invoke.cjs"));
  await cp(place.model, join(place.folder, "task/model"), { recursive: true });
  const temporary = await mkdtemp(join(tmpdir(), "imdb-lambda-"));
  try {
    return await place.deploy("task", async (task) => readResult(await invoke(place, task, temporary)));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** As root a folder is read-only only when it is mounted so. */
async function invoke(place, task, temporary) {
  const env = { LAMBDA_TMP: temporary };
  if (process.platform !== "linux" || process.getuid() !== 0) {
    await chmod(task, 0o555);
    return place.succeed("node", ["invoke.cjs"], { cwd: task, env });
  }
  const script = `mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && cd "$1" && exec node invoke.cjs`;
  return place.succeed("unshare", ["--mount", "sh", "-c", script, "sh", task], { cwd: task, env });
}
