import { type FileHandle, readdir, truncate } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { createDeepFolder, fileFailure, makeFolder, openPlainHandle, syncFolder } from "@imdb/runtime/files";

/**
 * Opens a log file for appending, and removes an incomplete last line.
 *
 * @param names  `"synced"`: waits until its name, and those of the files beside it, are on the disk.
 * @throws `FILE_FAILURE`, also for a pipe or a device: a log is read again, and rotated.
 */
export async function openLog(path: string, names: "synced" | "written"): Promise<FileHandle> {
  const folder = dirname(path);
  let file: FileHandle | undefined;
  try {
    await (names === "synced" ? makeFolder(folder) : createDeepFolder(folder));
    if ((await readdir(folder)).includes(basename(path))) await removeIncompleteLine(path);
    file = (await openPlainHandle(path, "append", FOLLOWED)).handle;
    if (names === "synced") await syncFolder(folder);
    return file;
  } catch (cause) {
    await file?.close();
    throw fileFailure("open", path, cause);
  }
}

/** Operators name a log by a link to a larger disk. */
const FOLLOWED = { links: "followed" } as const;

/** Truncates a file after its last line break: a crash may have left an incomplete record there. */
async function removeIncompleteLine(path: string): Promise<void> {
  const { handle: file, found } = await openPlainHandle(path, "read", FOLLOWED);
  try {
    const { size } = found;
    const chunk = Buffer.alloc(64 << 10);
    for (let end = size; end > 0; ) {
      const start = Math.max(0, end - chunk.length);
      const { bytesRead } = await file.read(chunk, 0, end - start, start);
      const newline = chunk.subarray(0, bytesRead).lastIndexOf(0x0a);
      if (newline >= 0 || start === 0) {
        const whole = newline < 0 ? 0 : start + newline + 1;
        if (whole < size) await truncate(path, whole);
        return;
      }
      end = start;
    }
  } finally {
    await file.close();
  }
}
