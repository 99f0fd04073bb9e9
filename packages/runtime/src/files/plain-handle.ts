import type { Stats } from "node:fs";
import { type FileHandle, lstat, open, stat } from "node:fs/promises";
import { fileFailure, orFileFailure } from "./file-failure.js";
import {
  type Links,
  notPlainFailure,
  type Opening,
  openingFailure,
  openingFlags,
  plainFileProblem,
  type Refusal,
  refuseLinkFirst,
} from "./plain-file.js";

/** How a plain file is opened. */
export interface PlainFileOptions {
  /** Its greatest size in bytes. Default: what Node reads into one buffer, 2,147,483,647; to open it: none. */
  readonly limit?: number;
  /** Makes the error of a file that is refused. Default: `FILE_FAILURE`. */
  readonly refuse?: Refusal;
  /** Default: `"refused"`. */
  readonly links?: Links;
}

/** A plain file that is open. */
export interface PlainHandle {
  readonly handle: FileHandle;
  /** What it was when it was opened. */
  readonly found: Stats;
}

const MAX_BYTES = 2 ** 31 - 1;
/** Node reads at most this at once. */
const MAX_READ = 2 ** 30;

/**
 * Opens a plain file, as `openPlainFile` does, without blocking the thread: a folder, a pipe or a device is refused at
 * once, and so is a link unless `links` says that it is followed.
 *
 * @throws What `refuse` makes; `FILE_FAILURE`, also where there is no file to read or change.
 */
export async function openPlainHandle(
  path: string,
  to: Opening,
  { limit, refuse = notPlainFailure, links = "refused" }: PlainFileOptions = {},
): Promise<PlainHandle> {
  let handle: FileHandle | undefined;
  try {
    refuseLinkFirst(path, links, refuse);
    handle = await open(path, openingFlags(to, links), 0o666);
    const found = await handle.stat();
    const problem = plainFileProblem(found, limit);
    if (problem !== undefined) throw refuse(path, problem);
    return { handle, found };
  } catch (cause) {
    await handle?.close();
    throw openingFailure(path, to, cause, refuse);
  }
}

/**
 * The content of a plain file. For one that may be missing: `orUndefinedIfMissing(readPlainBytes(path), "read", path)`.
 *
 * @throws What `refuse` makes; `FILE_FAILURE`.
 */
export async function readPlainBytes(path: string, options: PlainFileOptions = {}): Promise<Buffer> {
  const file = await openPlainHandle(path, "read", { limit: MAX_BYTES, ...options });
  try {
    return await contentOf(file);
  } catch (cause) {
    throw fileFailure("read", path, cause);
  } finally {
    await file.handle.close();
  }
}

/**
 * The size and times of a plain file, without opening it.
 *
 * @throws What `refuse` makes; `FILE_FAILURE`.
 */
export async function statPlainFile(
  path: string,
  { limit, refuse = notPlainFailure, links = "refused" }: PlainFileOptions = {},
): Promise<Stats> {
  const found = await orFileFailure(links === "refused" ? lstat(path) : stat(path), "read", path);
  const problem = plainFileProblem(found, limit);
  if (problem !== undefined) throw refuse(path, problem);
  return found;
}

/** The bytes that a file had when it was opened, by its size: fewer calls than `readFile` needs. */
async function contentOf({ handle, found: { size } }: PlainHandle): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(size);
  let at = 0;
  while (at < size) {
    const { bytesRead } = await handle.read(bytes, at, Math.min(size - at, MAX_READ), at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}
