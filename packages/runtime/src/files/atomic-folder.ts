import type { Stats } from "node:fs";
import { lstat, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { callback, checkOption } from "@imdb/core/options";
import { absolutePath } from "./absolute-path.js";
import { errorCode, fileFailure, ignoreMissing } from "./file-failure.js";
import { assertResultFolder } from "./result-path.js";
import { makeFolder, syncFolder, syncTree } from "./sync.js";
import { isTemporaryOf, temporaryName } from "./temporary-name.js";
import { fateOfWriter } from "./writer-mark.js";

const RETIRED = ".old";
const ATTEMPTS = 20;

/**
 * Writes a folder atomically: its name holds either the old content or the whole new content. `fill` writes into a
 * temporary folder beside it, which is then renamed; the old folder is deleted. Creates missing folders.
 *
 * Node cannot exchange two folders in one step. A process that is killed between the two renames leaves the old content
 * under `.<name>.….tmp.old`; {@link restoreFolder}, `readFolderAtomic` and the next write put it back.
 *
 * @param fill  Writes the content into the folder whose path it gets.
 * @throws `FILE_FAILURE`, at once where the path is that of a file or a link to nothing; `INVALID_OPTION`; or what `fill` throws. The old content is kept then, and the temporary folder is deleted.
 */
export async function writeFolderAtomic(
  given: string,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  checkOption("fill", fill, callback<typeof fill>());
  const path = absolutePath(given);
  const temporary = temporaryName(path);
  let filling = true;
  try {
    await makeFolder(dirname(path));
    await assertResultFolder(path);
    await mkdir(temporary);
    await restoreFolder(path);
    await deleteLeftovers(path);
    await fill(temporary);
    filling = false;
    await syncTree(temporary);
    await renameInto(temporary, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    // The caller gets the first error, also when this fails.
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
    throw filling && errorCode(cause) === undefined ? cause : fileFailure("write", path, cause);
  }
}

/**
 * Puts back a folder whose writer was killed between the two renames of {@link writeFolderAtomic}. Does nothing where
 * `path` exists.
 *
 * @throws `FILE_FAILURE`
 */
export async function restoreFolder(given: string): Promise<void> {
  const path = absolutePath(given);
  try {
    if (await exists(path)) return;
    const retired = (await leftovers(path)).filter((left) => left.path.endsWith(RETIRED));
    const newest = retired.sort((a, b) => b.changed - a.changed)[0];
    if (newest) await rename(newest.path, path).catch(ignoreTaken);
  } catch (cause) {
    throw fileFailure("restore", path, cause);
  }
}

/** Whether there is an old folder of this name whose writer has not ended, or was killed. */
export async function hasRetired(path: string): Promise<boolean> {
  const found = await leftovers(path).catch(() => []);
  return found.some((left) => left.path.endsWith(RETIRED));
}

/** A temporary folder beside `path`, or an old one that was retired. */
interface Leftover {
  readonly path: string;
  /** When it changed, in milliseconds since 1970. */
  readonly changed: number;
}

/** Deletes the temporary folders of this name whose writers have ended. Those of writers that cannot be seen stay. */
async function deleteLeftovers(path: string): Promise<void> {
  const ended = (await leftovers(path)).filter((left) => fateOfWriter(left.path) === "ended");
  // After the list: an old folder is not needed where there is a newer one, and its writer retires nothing more.
  const isThere = await exists(path);
  for (const left of ended) {
    if (left.path.endsWith(RETIRED) && !isThere) continue;
    // They may belong to another user, and do no harm.
    await rm(left.path, { recursive: true, force: true }).catch(() => {});
  }
}

async function leftovers(path: string): Promise<Leftover[]> {
  const names = (await readdir(dirname(path)).catch(ignoreMissing)) ?? [];
  const found: Leftover[] = [];
  for (const name of names.filter((candidate) => isTemporaryOf(path, candidate))) {
    const left = join(dirname(path), name);
    const stats = await lstat(left).catch(ignoreMissing);
    if (stats && isOurs(stats, name)) found.push({ path: left, changed: stats.mtimeMs });
  }
  return found;
}

/** A link is put back only where a process of this machine has retired it: any other one may have been planted. */
function isOurs(found: Stats, name: string): boolean {
  return found.isDirectory() || (found.isSymbolicLink() && fateOfWriter(name) !== "unknown");
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(ignoreMissing)) !== undefined;
}

/** Renames the temporary folder. When several processes write the same name, the last one wins. */
async function renameInto(temporary: string, path: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const retired = `${temporary}${RETIRED}`;
    await rename(path, retired).catch(ignoreMissing);
    try {
      await rename(temporary, path);
    } catch (error) {
      if (TAKEN.includes(errorCode(error) ?? "") && attempt < ATTEMPTS) {
        await deleteRetired(retired, temporaryName(path));
        continue;
      }
      await rename(retired, path).catch(ignoreMissing);
      throw error;
    }
    await deleteRetired(retired, temporary);
    return;
  }
}

/**
 * Deletes a retired folder, under a name that is not put back: when another writer has retired the next one and all are killed,
 * the one that is half deleted is also the one that changed last. What cannot be deleted stays: the new content is there.
 */
async function deleteRetired(retired: string, name: string): Promise<void> {
  await rename(retired, name).catch(ignoreMissing);
  await rm(name, { recursive: true, force: true }).catch(() => {});
}

const TAKEN = ["ENOTEMPTY", "EEXIST"];

function ignoreTaken(error: unknown): void {
  if (![...TAKEN, "ENOENT"].includes(errorCode(error) ?? "")) throw error;
}
