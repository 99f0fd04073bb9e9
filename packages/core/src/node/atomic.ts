import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { FileFailure } from "../errors/codes.js";
import { ImdbError } from "../errors/imdb-error.js";

/**
 * Writes a file so that its name holds either the old content or the whole new one, whatever happens: a
 * temporary name beside it, fsync, rename, fsync of the folder. Makes missing folders.
 *
 * @throws `FILE_FAILURE`
 */
export async function writeFileAtomic(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeAndSync(temporary, data);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(temporary, { force: true });
    throw fileFailure("write", path, cause);
  }
}

/**
 * Fills a folder so that its name holds either the old content or the whole new one. `fill` writes into a
 * temporary folder beside it, which then takes the name; what was there before goes.
 *
 * @throws `FILE_FAILURE`, or whatever `fill` throws; the temporary folder is gone then.
 */
export async function writeFolderAtomic(
  path: string,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = temporaryName(path);
  const retired = `${temporary}.old`;
  try {
    await mkdir(temporary, { recursive: true });
    await fill(temporary);
    await syncTree(temporary);
    await rename(path, retired).catch(ignoreMissing);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(temporary, { recursive: true, force: true });
    throw ImdbError.isInstance(cause) ? cause : fileFailure("write", path, cause);
  }
  await rm(retired, { recursive: true, force: true });
}

/** A `FILE_FAILURE` of what the operating system said; an `ImdbError` stays what it is. */
export function fileFailure(action: string, path: string, cause: unknown): Error {
  if (ImdbError.isInstance(cause)) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return FileFailure.create({ path, action, reason }, { cause });
}

function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.${randomUUID().slice(0, 8)}.tmp`);
}

async function writeAndSync(path: string, data: string | Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncTree(path);
    else await syncPath(path);
  }
  await syncFolder(folder);
}

async function syncPath(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder for fsync; its renames are journalled.
  if (process.platform !== "win32") await syncPath(path);
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}
