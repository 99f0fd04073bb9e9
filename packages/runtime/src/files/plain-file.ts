import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats } from "node:fs";
import { join, relative, sep } from "node:path";
import { errorCode, fileFailure } from "./file-failure.js";

// What opens the files below a folder that somebody else may have made: no symbolic link is followed, only plain files
// are opened, and sizes are compared with a limit before anything is read.

/** Makes the error of a file that is not opened. `problem` completes "The file is damaged: …". */
export type Refusal = (path: string, problem: string) => Error;

const LINK = "it is a symbolic link";
// Windows has neither flag: there the type is looked at first. Without O_NONBLOCK the opening of a pipe waits for a writer.
const SAFE = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

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
export function openPlainFile(path: string, to: "read" | "append", refuse: Refusal): number | undefined {
  const flags =
    to === "read" ? constants.O_RDONLY : constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;
  let file: number | undefined;
  try {
    if (constants.O_NOFOLLOW === undefined && isLink(path)) throw refuse(path, LINK);
    file = openSync(path, flags | SAFE, 0o666);
    const problem = plainFileProblem(fstatSync(file));
    if (problem !== undefined) throw refuse(path, problem);
    return file;
  } catch (cause) {
    if (file !== undefined) closeSync(file);
    const code = errorCode(cause);
    if (to === "read" && (code === "ENOENT" || code === "ENOTDIR")) return undefined;
    if (code === "EISDIR") throw refuse(path, "it is a folder");
    // What O_NOFOLLOW says of a link, and a pipe that nobody reads.
    if (code === "ELOOP" || code === "EMLINK") throw refuse(path, LINK);
    if (code === "ENXIO") throw refuse(path, "it is not a plain file");
    throw fileFailure("open", path, cause);
  }
}

/**
 * The content of a plain file that is no link.
 *
 * @param limit  Its greatest size in bytes.
 * @returns Undefined where there is no such file.
 * @throws What `refuse` makes; `FILE_FAILURE`.
 */
export function readPlainFile(path: string, limit: number, refuse: Refusal): Buffer | undefined {
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
export function assertNoLink(root: string, path: string, refuse: Refusal): void {
  let at = root;
  for (const part of relative(root, path).split(sep)) {
    at = join(at, part);
    const found = statOf(at);
    if (found === undefined) return;
    if (found.isSymbolicLink()) throw refuse(at, LINK);
  }
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
