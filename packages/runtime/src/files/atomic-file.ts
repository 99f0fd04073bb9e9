import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { absolutePath } from "./absolute-path.js";
import { fileFailure } from "./file-failure.js";
import { makeFolder, syncFile, syncFolder } from "./sync.js";
import { temporaryName } from "./temporary-name.js";

/**
 * Writes a file atomically: whatever happens, its name holds either the old content or the whole new content. Writes
 * to a temporary file beside it, then fsync, rename and fsync of the folder. Creates missing folders.
 *
 * A process that is killed meanwhile leaves the temporary file, `.<name>.<pid>.<random>.tmp`, and nothing else. For a
 * file that only one process writes at a time, pass a fixed `temporaryGiven`: the next write replaces it.
 *
 * @param temporaryGiven  Path of the temporary file. Default: a unique one.
 * @throws `FILE_FAILURE`, `INVALID_OPTION`
 */
export async function writeFileAtomic(
  given: string,
  data: string | Uint8Array,
  temporaryGiven?: string,
): Promise<void> {
  const path = absolutePath(given);
  const temporary = temporaryGiven === undefined ? temporaryName(path) : absolutePath(temporaryGiven);
  try {
    await makeFolder(dirname(path));
    await writeAndSync(temporary, data);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    // The caller gets the first error, also when this fails.
    await rm(temporary, { force: true }).catch(() => {});
    throw fileFailure("write", path, cause);
  }
}

async function writeAndSync(path: string, data: string | Uint8Array): Promise<void> {
  // A link of this name must not be followed.
  await rm(path, { force: true });
  const file = await open(path, "wx");
  try {
    await file.writeFile(data);
    await syncFile(file);
  } finally {
    await file.close();
  }
}
