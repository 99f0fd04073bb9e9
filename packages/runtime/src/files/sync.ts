import { closeSync, fdatasync, fsync, fsyncSync, openSync } from "node:fs";
import { type FileHandle, open, readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { absolutePath } from "./absolute-path.js";
import { createDeepFolder, createDeepFolderNow } from "./deep-folder.js";
import { errorCode } from "./file-failure.js";

const syncNumber = promisify(fsync);
const syncDataOfNumber = promisify(fdatasync);

/**
 * Waits until a file is written to disk (fsync). By its number: the handles that Yarn's Plug'n'Play makes have no
 * `sync`. By its handle where numbers are refused, as under the permission model of Node.
 */
export function syncFile(file: FileHandle): Promise<void> {
  return syncNumber(file.fd).catch(whereDenied(() => file.sync()));
}

/** As {@link syncFile}, without times and other facts about the file that reading does not need (fdatasync). */
export function syncFileData(file: FileHandle): Promise<void> {
  return syncDataOfNumber(file.fd).catch(whereDenied(() => file.datasync()));
}

function whereDenied(other: () => Promise<void>) {
  return (error: unknown): Promise<void> => {
    if (errorCode(error) !== "ERR_ACCESS_DENIED") throw error;
    return other();
  };
}

/** Waits until a file, or the names in a folder, are written to disk (fsync). */
async function syncPath(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await syncFile(file);
  } finally {
    await file.close();
  }
}

/** Waits until the names in a folder are written to disk. Does nothing on file systems that cannot sync a folder. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its renames are journalled.
  if (process.platform === "win32") return;
  await syncPath(path).catch(throwUnlessImpossible);
}

/** Creates a folder and the missing ones above it, and waits until their names are written to disk. */
export async function makeFolder(given: string): Promise<void> {
  const path = absolutePath(given);
  const first = await createDeepFolder(path);
  if (first === undefined) return;
  const last = dirname(first);
  let above = path;
  do {
    above = dirname(above);
    await syncFolder(above);
  } while (above !== last && above !== dirname(above));
}

/** As `makeFolder`, for writers that are synchronous to keep their order. */
export function makeFolderNow(path: string): void {
  const first = createDeepFolderNow(path);
  if (first === undefined) return;
  const last = dirname(resolve(first));
  let above = resolve(path);
  do {
    above = dirname(above);
    syncFolderNow(above);
  } while (above !== last && above !== dirname(above));
}

/** As `syncFolder`, for writers that are synchronous to keep their order. */
export function syncFolderNow(path: string): void {
  if (process.platform === "win32") return;
  try {
    syncFileNow(path);
  } catch (error) {
    throwUnlessImpossible(error);
  }
}

/** Waits until a file is written to disk. */
export function syncFileNow(path: string): void {
  // Windows syncs only what may be written.
  const file = openSync(path, process.platform === "win32" ? "r+" : "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Throws an error again, unless it says that this file system cannot sync a folder. */
function throwUnlessImpossible(error: unknown): void {
  if (!["EINVAL", "ENOTSUP", "ENOSYS"].includes(errorCode(error) ?? "")) throw error;
}

/** Waits until a folder and everything in it are written to disk. */
export async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncTree(path);
    else if (entry.isFile()) await syncPath(path);
  }
  await syncFolder(folder);
}
