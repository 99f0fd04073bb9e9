import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { absolutePath } from "./absolute-path.js";
import { fileFailure } from "./file-failure.js";
import { openPlainHandle } from "./plain-handle.js";
import { makeFolder, syncFile, syncFolder } from "./sync.js";

/**
 * Appends lines to a file, and waits until they are on the disk. Creates the file and missing folders; it may be a link to a plain file. A half line, which
 * a process has left that was killed while it wrote, is ended, and is a line of its own.
 *
 * @throws `FILE_FAILURE`
 */
export async function appendLines(given: string, lines: readonly string[]): Promise<void> {
  const path = absolutePath(given);
  try {
    await makeFolder(dirname(path));
    const { handle: file, found } = await openPlainHandle(path, "read and append", { links: "followed" });
    const { size } = found;
    try {
      const isWhole = size === 0 || (await lastByte(file, size)) === 0x0a;
      await file.appendFile(`${isWhole ? "" : "\n"}${lines.join("\n")}\n`);
      await syncFile(file);
      if (size === 0) await syncFolder(dirname(path));
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw fileFailure("write", path, cause);
  }
}

async function lastByte(file: FileHandle, size: number): Promise<number | undefined> {
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0];
}
