import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { openPlainHandle, orUndefinedIfMissing } from "@imdb/runtime/files";

/** Bytes at the end of a file that tell whether it is the one that a checkpoint was made of. */
const TAIL = 65_536;

/** The SHA-256 of the last 64 KiB before byte `end`. */
export async function tailOf(file: FileHandle, end: number): Promise<string> {
  const from = Math.max(0, end - TAIL);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(end - from), 0, end - from, from);
  return createHash("sha256").update(buffer.subarray(0, bytesRead)).digest("hex");
}

/** Whether a file ends at byte `bytes` with this tail; `undefined` where there is no file. Throws `FILE_FAILURE`. */
export async function endsWithTail(path: string, bytes: number, tail: string): Promise<boolean | undefined> {
  const file = await orUndefinedIfMissing(openPlainHandle(path, "read"), "read", path);
  try {
    return file && file.found.size === bytes && (await tailOf(file.handle, bytes)) === tail;
  } finally {
    await file?.handle.close();
  }
}
