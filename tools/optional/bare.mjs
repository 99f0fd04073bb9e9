// Runs a command as on a machine that has Node and npm alone: without the optional tools, and without Python.
import { spawnSync } from "node:child_process";
import { allPrograms, programsOnPath, VARIABLES } from "./tools.mjs";

/**
 * Runs a command with every optional tool hidden. As root on Linux the programs themselves are covered in a mount
 * namespace of the command's own, so that a test which looks for one in a way of its own is found out; elsewhere
 * `IMDB_HIDE` tells the finder to find none.
 *
 * @param options  Of `spawnSync`.
 */
export function runBare(command, args, options = {}) {
  const { env = process.env, ...rest } = options;
  const bare = Object.fromEntries(Object.entries(env).filter(([name]) => !VARIABLES.includes(name)));
  if (!canUnshare()) return spawnSync(command, args, { ...rest, env: { ...bare, IMDB_HIDE: "all" } });
  const programs = [...new Set(allPrograms()), ...programsOnPath("python3", "python")];
  const cover = programs.map((path) => `mount --bind /dev/null ${quoted(path)} && `).join("");
  const script = `${cover}exec ${[command, ...args].map(quoted).join(" ")}`;
  return spawnSync("unshare", ["--mount", "sh", "-c", script], { ...rest, env: bare });
}

/** Whether this process may make a mount namespace. */
function canUnshare() {
  const probe = ["--mount", "sh", "-c", "mount --bind /dev/null /dev/zero"];
  return process.platform === "linux" && spawnSync("unshare", probe, { stdio: "ignore" }).status === 0;
}

function quoted(word) {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
