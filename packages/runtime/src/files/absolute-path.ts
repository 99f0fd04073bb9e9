import { resolve } from "node:path";
import { checkOption, text } from "@imdb/core/options";
import { fileFailure } from "./file-failure.js";

/**
 * The absolute path of a file or folder. To be taken once, where a path is given: a process may change its working
 * directory before the path is used.
 *
 * @throws `INVALID_OPTION` for what is no text; `FILE_FAILURE` for a relative path in a working directory that was removed.
 */
export function absolutePath(path: string): string {
  checkOption("path", path, text);
  try {
    return resolve(path);
  } catch {
    // Only this reads the working directory.
    const reason =
      "the path is relative, and the working directory of this process was removed: give an absolute one";
    throw fileFailure("resolve", path, new Error(reason));
  }
}
