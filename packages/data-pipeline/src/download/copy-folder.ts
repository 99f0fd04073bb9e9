import { randomUUID } from "node:crypto";
import { lstat, mkdir, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fateOfWriter, orFileFailure, writerMark } from "@imdb/runtime/files";

const PREFIX = "imdb-copy-";

/**
 * Makes a folder for the copy of a file elsewhere, which only this user may look into, and removes those of processes that
 * were killed.
 *
 * @returns Its path, in the folder for temporary files
 * @throws `FILE_FAILURE`
 */
export async function makeCopyFolder(): Promise<string> {
  const parent = tmpdir();
  await removeEnded(parent);
  const folder = join(parent, `${PREFIX}${writerMark()}.${randomUUID()}`);
  await orFileFailure(mkdir(folder, { mode: 0o700 }), "write", parent);
  return folder;
}

/** Those of other users, and of processes that run or cannot be seen, stay. */
async function removeEnded(parent: string): Promise<void> {
  for (const name of await orFileFailure(readdir(parent), "list", parent)) {
    if (!name.startsWith(PREFIX) || fateOfWriter(name) !== "ended") continue;
    const left = join(parent, name);
    // Another process may remove it at the same time; what cannot be removed now is not in the way.
    const found = await lstat(left).catch(() => undefined);
    if (found?.isDirectory() && found.uid === (process.getuid?.() ?? found.uid))
      await rm(left, { recursive: true, force: true }).catch(() => {});
  }
}
