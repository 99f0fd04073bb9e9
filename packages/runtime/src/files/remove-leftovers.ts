import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { orFileFailure, orUndefinedIfMissing } from "./file-failure.js";
import { fateOfWriter } from "./writer-mark.js";

/**
 * Removes the temporary files in a folder whose writers were killed: hidden ones with the ending `.tmp` and a mark. Those of
 * processes that run, or cannot be seen, stay.
 *
 * @throws `FILE_FAILURE`
 */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of (await orUndefinedIfMissing(readdir(folder), "list", folder)) ?? []) {
    if (!/^\..*\.tmp$/.test(name) || fateOfWriter(name) !== "ended") continue;
    const left = join(folder, name);
    await orFileFailure(rm(left, { force: true }), "remove", left);
  }
}
