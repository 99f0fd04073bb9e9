import { resolve } from "node:path";
import { fileFailure } from "./file-failure.js";

/**
 * The absolute path of a file or folder.
 *
 * @throws `FILE_FAILURE` for a relative path in a working directory that was removed.
 */
export function absolutePath(path: string): string {
  try {
    return resolve(path);
  } catch {
    // Only this reads the working directory.
    const reason =
      "the path is relative, and the working directory of this process was removed: give an absolute one";
    throw fileFailure("resolve", path, new Error(reason));
  }
}
