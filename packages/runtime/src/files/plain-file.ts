import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats } from "node:fs";
import { join, relative, sep } from "node:path";
import { errorCode, fileFailure } from "./file-failure.js";

// What opens the files below a folder that somebody else may have made: no symbolic link is followed, only plain files
// are opened, and sizes are compared with a limit before anything is read. For waiting callers; `plain-handle.ts` has
// the same for others.

/** Makes the error of a file that is not opened. `problem` completes "The file is damaged: …". */
export type Refusal = (path: string, problem: string) => Error;

/** What a file is opened for. All but `"read"` and `"change"` create it. */
export type Opening = keyof typeof FLAGS;

/** Whether a symbolic link is followed: a path that the user named may be one, a name in somebody's folder not. */
export type Links = "refused" | "followed";

const LINK = "it is a symbolic link";
const FLAGS = {
  read: constants.O_RDONLY,
  append: constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT,
  "read and append": constants.O_RDWR | constants.O_APPEND | constants.O_CREAT,
  change: constants.O_RDWR,
  "create or change": constants.O_RDWR | constants.O_CREAT,
} as const;

/**
 * The flags of an opening. Without `O_NONBLOCK` the opening of a pipe waits for its other end. Windows has neither flag:
 * there the type is looked at first.
 */
export function openingFlags(to: Opening, links: Links): number {
  const noFollow = links === "refused" ? (constants.O_NOFOLLOW ?? 0) : 0;
  return FLAGS[to] | noFollow | (constants.O_NONBLOCK ?? 0);
}

/** Throws what `refuse` makes for a link, where an opening cannot refuse one itself: on Windows. */
export function refuseLinkFirst(path: string, links: Links, refuse: Refusal): void {
  if (links === "refused" && constants.O_NOFOLLOW === undefined && isLink(path)) throw refuse(path, LINK);
}

/** The error of an opening that failed with `cause`. */
export function openingFailure(path: string, to: Opening, cause: unknown, refuse: Refusal): Error {
  const code = errorCode(cause);
  if (code === "EISDIR") return refuse(path, "it is a folder");
  // What O_NOFOLLOW says of a link, and what a pipe that nobody reads and a socket say.
  if (code === "ELOOP" || code === "EMLINK") return refuse(path, LINK);
  if (code === "ENXIO" || code === "EOPNOTSUPP") return refuse(path, "it is not a plain file");
  return fileFailure(to === "read" ? "read" : "open", path, cause);
}

/** The refusal of a reader that has no error of its own: `FILE_FAILURE`. */
export function notPlainFailure(path: string, problem: string): Error {
  return fileFailure("read", path, new Error(problem));
}

/** Why a file is not a plain file of at most `limit` bytes; undefined when it is. */
export function plainFileProblem(found: Stats, limit = Number.POSITIVE_INFINITY): string | undefined {
  if (found.isSymbolicLink()) return LINK;
  if (!found.isFile()) return found.isDirectory() ? "it is a folder" : "it is not a plain file";
  return found.size > limit ? `it has ${found.size} bytes, over ${limit}` : undefined;
}

/**
 * Opens a plain file that is no link, to read it, or to append to it, which creates it.
 *
 * @returns The file descriptor; undefined for a file to read that does not exist.
 * @throws What `refuse` makes, for a link, a folder, a pipe or a device; `FILE_FAILURE`.
 */
export function openPlainFile(
  path: string,
  to: "read" | "append",
  refuse: Refusal = notPlainFailure,
): number | undefined {
  let file: number | undefined;
  try {
    refuseLinkFirst(path, "refused", refuse);
    file = openSync(path, openingFlags(to, "refused"), 0o666);
    const problem = plainFileProblem(fstatSync(file));
    if (problem !== undefined) throw refuse(path, problem);
    return file;
  } catch (cause) {
    if (file !== undefined) closeSync(file);
    const code = errorCode(cause);
    if (to === "read" && (code === "ENOENT" || code === "ENOTDIR")) return undefined;
    throw openingFailure(path, to, cause, refuse);
  }
}

/**
 * The content of a plain file that is no link.
 *
 * @param limit  Its greatest size in bytes.
 * @returns Undefined where there is no such file.
 * @throws What `refuse` makes; `FILE_FAILURE`.
 */
export function readPlainFile(
  path: string,
  limit: number,
  refuse: Refusal = notPlainFailure,
): Buffer | undefined {
  const file = openPlainFile(path, "read", refuse);
  if (file === undefined) return undefined;
  try {
    const problem = plainFileProblem(fstatSync(file), limit);
    if (problem !== undefined) throw refuse(path, problem);
    return readFileSync(file);
  } catch (cause) {
    throw fileFailure("read", path, cause);
  } finally {
    closeSync(file);
  }
}

/**
 * Refuses a path of which a part below `root` is a symbolic link. `root` itself may be one, and parts may be missing.
 *
 * @throws What `refuse` makes, which gets the path of the link; `FILE_FAILURE`.
 */
export function assertNoLink(root: string, path: string, refuse: Refusal = notPlainFailure): void {
  let at = root;
  for (const part of relative(root, path).split(sep)) {
    at = join(at, part);
    const found = statOf(at);
    if (found === undefined) return;
    if (found.isSymbolicLink()) throw refuse(at, LINK);
  }
}

/**
 * The path of a folder below that of a store, in which files are opened, made or removed then. It may be missing.
 *
 * @param root   May be a link.
 * @param names  Of the folders, from the root down.
 * @throws What `refuse` makes for a folder that is a symbolic link; `FILE_FAILURE`.
 */
export function folderBelow(root: string, names: readonly string[], refuse?: Refusal): string {
  const path = join(root, ...names);
  assertNoLink(root, path, refuse);
  return path;
}

function isLink(path: string): boolean {
  return statOf(path)?.isSymbolicLink() ?? false;
}

function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    if (errorCode(cause) === "ENOTDIR") return undefined;
    throw fileFailure("read", path, cause);
  }
}
