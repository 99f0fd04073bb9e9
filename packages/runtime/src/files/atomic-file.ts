import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { fileFailure } from "./file-failure.js";
import { syncFolder } from "./sync.js";
import { temporaryName } from "./temporary-name.js";

/**
 * Writes a file so that its name holds either the old content or the whole new one, whatever happens: a
 * temporary name beside it, fsync, rename, fsync of the folder. Makes missing folders.
 *
 * A process killed in between leaves the temporary file, `.<name>.<pid>.<random>.tmp`, and nothing else. A file that
 * only one process writes at a time can have a temporary name of its own, which the next to write it takes over.
 *
 * @param temporary  That name; default: one that nobody else uses.
 * @throws `FILE_FAILURE`
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  temporary: string = temporaryName(path),
): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeAndSync(temporary, data);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    // Whether this succeeds or not, what went wrong before is what the caller must hear.
    await rm(temporary, { force: true }).catch(() => {});
    throw fileFailure("write", path, cause);
  }
}

async function writeAndSync(path: string, data: string | Uint8Array): Promise<void> {
  // A file or link that is there already is not written through.
  await rm(path, { force: true });
  const file = await open(path, "wx");
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}
