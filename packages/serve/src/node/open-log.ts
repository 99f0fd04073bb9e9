import { type FileHandle, mkdir, open, readdir, truncate } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { fileFailure } from "@imdb/runtime/files";

/** Opens a log file for appending, and removes an incomplete last line. @throws `FILE_FAILURE` */
export async function openLog(path: string): Promise<FileHandle> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const siblings = await readdir(dirname(path));
    if (siblings.includes(basename(path))) await removeIncompleteLine(path);
    return await open(path, "a");
  } catch (cause) {
    throw fileFailure("open", path, cause);
  }
}

/** Truncates a file after its last line break: a crash may have left an incomplete record there. */
async function removeIncompleteLine(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
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
