import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { absolutePath } from "./absolute-path.js";
import { fileFailure } from "./file-failure.js";
import { makeFolder, syncFile, syncFolder } from "./sync.js";
import { temporaryName } from "./temporary-name.js";

/**
 * As `writeFileAtomic`, of a content that comes in chunks, one after the other in bounded memory.
 *
 * @param chunks  What it throws is thrown, and nothing is written.
 * @param put     Gives the temporary file its name. Default: `rename`, which replaces a file that exists.
 * @returns What `put` returns.
 * @throws `FILE_FAILURE`, `INVALID_OPTION`
 */
export async function writeChunksAtomic<T = void>(
  given: string,
  chunks: AsyncIterable<Uint8Array>,
  put: (temporary: string, path: string) => Promise<T> = rename as never,
): Promise<T> {
  const path = absolutePath(given);
  const temporary = temporaryName(path);
  try {
    await makeFolder(dirname(path));
    const file = await open(temporary, "wx");
    try {
      for await (const chunk of chunks) await file.writeFile(chunk);
      await syncFile(file);
    } finally {
      await file.close();
    }
    const made = await put(temporary, path);
    await syncFolder(dirname(path));
    return made;
  } catch (cause) {
    throw fileFailure("write", path, cause);
  } finally {
    // What was renamed is not there; the caller gets the first error.
    await rm(temporary, { force: true }).catch(() => {});
  }
}
