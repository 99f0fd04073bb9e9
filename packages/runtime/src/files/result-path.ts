import type { Stats } from "node:fs";
import { lstat, stat } from "node:fs/promises";
import { errorCode, fileFailure, ignoreMissing } from "./file-failure.js";
import { plainFileProblem } from "./plain-file.js";

/**
 * Refuses the path of a file to be written that can hold none: a folder, a pipe, a device, or a link to one of these or
 * to nothing. To be called before the work whose result the file gets. Undefined is no path, and fine.
 *
 * @throws `FILE_FAILURE`
 */
export async function assertResultFile(path: string | undefined): Promise<void> {
  if (path === undefined) return;
  const problem = await problemOf(path, (found) => plainFileProblem(found));
  if (problem !== undefined) throw fileFailure("write", path, new Error(problem));
}

/** As {@link assertResultFile}, of a folder to be written. @throws `FILE_FAILURE` */
export async function assertResultFolder(path: string): Promise<void> {
  const problem = await problemOf(path, (found) => (found.isDirectory() ? undefined : "it is not a folder"));
  if (problem !== undefined) throw fileFailure("write", path, new Error(problem));
}

async function problemOf(
  path: string,
  problem: (found: Stats) => string | undefined,
): Promise<string | undefined> {
  try {
    const found = await stat(path).catch(ignoreMissing);
    if (found) return problem(found);
    const link = await lstat(path).catch(ignoreMissing);
    return link && "it is a symbolic link to a path that does not exist";
  } catch (cause) {
    if (errorCode(cause) === "ENOTDIR") return "a part of it is a file, and not a folder";
    throw fileFailure("write", path, cause);
  }
}
