import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { callback, checkOption } from "@imdb/core/options";
import { errorCode, fileFailure, ignoreMissing } from "./file-failure.js";
import { assertResultFolder } from "./result-path.js";
import { makeFolder, syncFolder, syncTree } from "./sync.js";
import { temporaryName, temporaryPrefix } from "./temporary-name.js";

const RETIRED = ".old";
const ATTEMPTS = 20;
const DAY = 86_400_000;

/**
 * Writes a folder atomically: its name holds either the old content or the whole new content. `fill` writes into a
 * temporary folder beside it, which is then renamed; the old folder is deleted. Creates missing folders.
 *
 * Node cannot exchange two folders in one step. A process that is killed between the two renames leaves the old content
 * under `.<name>.….tmp.old`; {@link restoreFolder}, `readFolderAtomic` and the next write put it back.
 *
 * @param fill  Writes the content into the folder whose path it gets.
 * @throws `FILE_FAILURE`, at once where `path` is a file or a link to nothing; `INVALID_OPTION`; or what `fill` throws. The old content is kept then, and the temporary folder is deleted.
 */
export async function writeFolderAtomic(
  path: string,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  checkOption("fill", fill, callback<typeof fill>());
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
export async function restoreFolder(path: string): Promise<void> {
  try {
    if ((await changed(path)) !== undefined) return;
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

/** Deletes temporary folders of this name that are at least a day old: their writers were killed. */
async function deleteLeftovers(path: string): Promise<void> {
  for (const left of await leftovers(path)) {
    if (Date.now() - left.changed < DAY) continue;
    // They may belong to another user, and do no harm.
    await rm(left.path, { recursive: true, force: true }).catch(() => {});
  }
}

async function leftovers(path: string): Promise<{ path: string; changed: number }[]> {
  const names = (await readdir(dirname(path)).catch(ignoreMissing)) ?? [];
  const found: { path: string; changed: number }[] = [];
  for (const name of names.filter((candidate) => isTemporary(candidate, path))) {
    const left = join(dirname(path), name);
    const time = await changed(left);
    if (time !== undefined) found.push({ path: left, changed: time });
  }
  return found;
}

/** The time at which a file or folder changed, in milliseconds since 1970; undefined where there is none. */
async function changed(path: string): Promise<number | undefined> {
  return (await stat(path).catch(ignoreMissing))?.mtimeMs;
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
 * the one that is half deleted is also the one that changed last.
 */
async function deleteRetired(retired: string, name: string): Promise<void> {
  await rename(retired, name).catch(ignoreMissing);
  await rm(name, { recursive: true, force: true });
}

function isTemporary(name: string, path: string): boolean {
  const prefix = temporaryPrefix(path);
  return name.startsWith(prefix) && /^\d+\.[0-9a-f]{8}\.tmp(?:\.old)?$/.test(name.slice(prefix.length));
}

const TAKEN = ["ENOTEMPTY", "EEXIST"];

function ignoreTaken(error: unknown): void {
  if (![...TAKEN, "ENOENT"].includes(errorCode(error) ?? "")) throw error;
}
