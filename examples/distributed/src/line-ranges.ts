import { open } from "node:fs/promises";
import { fileFailure } from "@imdb/runtime/files";

/** A range of bytes of a file, from the start of a line to the end of a line. */
export interface LineRange {
  readonly start: number;
  /** The offset after its last byte. */
  readonly end: number;
}

const NEWLINE = 10;
const CHUNK = 1 << 16;

/**
 * Splits a file into ranges of about equal size, at line ends. It reads only around the ends of the ranges. A line that
 * is longer than a range is one range.
 *
 * @param bytes  The approximate size of a range.
 * @throws `FILE_FAILURE`
 */
export async function lineRanges(path: string, bytes: number): Promise<LineRange[]> {
  const file = await open(path).catch((cause) => {
    throw fileFailure("read", path, cause);
  });
  try {
    const { size } = await file.stat();
    const ranges: LineRange[] = [];
    for (let start = 0; start < size; start = ranges.at(-1)!.end) {
      const end = start + bytes >= size ? size : await endOfLine(file, start + bytes - 1, size);
      ranges.push({ start, end });
    }
    return ranges;
  } finally {
    await file.close();
  }
}

/** The offset after the first line end at or after `from`. */
async function endOfLine(
  file: Awaited<ReturnType<typeof open>>,
  from: number,
  size: number,
): Promise<number> {
  const buffer = Buffer.alloc(CHUNK);
  for (let at = from; at < size; at += CHUNK) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK, at);
    const found = buffer.subarray(0, bytesRead).indexOf(NEWLINE);
    if (found >= 0) return at + found + 1;
  }
  return size;
}
