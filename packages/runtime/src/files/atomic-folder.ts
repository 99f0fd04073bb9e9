import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorCode, fileFailure, ignoreMissing } from "./file-failure.js";
import { syncFolder, syncTree } from "./sync.js";
import { temporaryName, temporaryPrefix } from "./temporary-name.js";

const RETIRED = ".old";
const ATTEMPTS = 20;
const DAY = 86_400_000;

/**
 * Fills a folder so that its name holds either the old content or the whole new one. `fill` writes into a
 * temporary folder beside it, which then takes the name; what was there before goes. Makes missing folders.
 *
 * No file system swaps two folders in one step that Node can ask for: a process killed in the instant between
 * two renames leaves the old content under `.<name>.….tmp.old`. {@link restoreFolder}, `loadBundle` and the next
 * write put it back.
 *
 * @throws `FILE_FAILURE`, or whatever `fill` throws; the old content stands then, the temporary folder is gone.
 */
export async function writeFolderAtomic(
  path: string,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = temporaryName(path);
  let filling = true;
  try {
    await mkdir(temporary, { recursive: true });
    await restoreFolder(path);
    await clearLeftovers(path);
    await fill(temporary);
    filling = false;
    await syncTree(temporary);
    await takeName(temporary, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    // Whether this succeeds or not, what went wrong before is what the caller must hear.
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
    throw filling && errorCode(cause) === undefined ? cause : fileFailure("write", path, cause);
  }
}

/**
 * Puts back a folder whose writer was killed between taking the old one's name away and giving it to the new
 * one. Does nothing where `path` is there.
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

/** Clears what writers of this name left that were killed a day ago or earlier. */
async function clearLeftovers(path: string): Promise<void> {
  for (const left of await leftovers(path)) {
    if (Date.now() - left.changed < DAY) continue;
    // They may belong to another user. They are in nobody's way.
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

/** When a file or folder changed; undefined where there is none. */
async function changed(path: string): Promise<number | undefined> {
  return (await stat(path).catch(ignoreMissing))?.mtimeMs;
}

/** Gives a folder its name. Another writer of the same name may come in between; then the last one wins. */
async function takeName(temporary: string, path: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const retired = `${temporary}${RETIRED}`;
    await rename(path, retired).catch(ignoreMissing);
    try {
      await rename(temporary, path);
    } catch (error) {
      if (TAKEN.includes(errorCode(error) ?? "") && attempt < ATTEMPTS) {
        await rm(retired, { recursive: true, force: true });
        continue;
      }
      await rename(retired, path).catch(ignoreMissing);
      throw error;
    }
    await rm(retired, { recursive: true, force: true });
    return;
  }
}

function isTemporary(name: string, path: string): boolean {
  const prefix = temporaryPrefix(path);
  return name.startsWith(prefix) && /^\d+\.[0-9a-f]{8}\.tmp(?:\.old)?$/.test(name.slice(prefix.length));
}

const TAKEN = ["ENOTEMPTY", "EEXIST"];

function ignoreTaken(error: unknown): void {
  if (![...TAKEN, "ENOENT"].includes(errorCode(error) ?? "")) throw error;
}
