import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { absolutePath } from "./absolute-path.js";
import { fateOfWriter } from "./writer-mark.js";

/**
 * Removes what processes have left in a folder that were killed: hidden files and folders with the ending `.tmp` and a mark.
 * Those of processes that run, or cannot be seen, stay; and so does what cannot be removed: it does no harm, and must not
 * decide whether the work is done that comes after.
 */
export async function removeLeftovers(given: string): Promise<void> {
  const folder = absolutePath(given);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!/^\..*\.tmp$/.test(name) || fateOfWriter(name) !== "ended") continue;
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => {});
  }
}
