import { closeSync, fstatSync, readSync } from "node:fs";
import { fileFailure, openPlainFile } from "@imdb/runtime/files";
import { damaged } from "./damage.js";

/** The bytes that are read at once, and the length of a line above which it is no record. */
const BLOCK = 1 << 20;

/**
 * Calls `visit` for the complete lines of a file. A line of over 1 MiB is left out. The memory in use does not depend on
 * the size of the file. A missing file has no lines.
 *
 * @returns A last line without a line end; "" when there is none.
 */
export function eachLine(path: string, visit: (line: string) => void): string {
  return eachBlock(path, 0, (block) => {
    const text = block.toString("utf8");
    for (let at = 0; at < text.length; ) {
      const end = text.indexOf("\n", at);
      visit(text.slice(at, end));
      at = end + 1;
    }
  });
}

/**
 * As {@link eachLine}, from a byte on; `visit` also gets the position of the byte after the line.
 *
 * @param start  The first byte of a line.
 */
export function eachLineWithEnd(
  path: string,
  start: number,
  visit: (line: string, end: number) => void,
): void {
  eachBlock(path, start, (block, position) => {
    for (let at = 0; at < block.length; ) {
      const end = block.indexOf(0x0a, at);
      visit(block.toString("utf8", at, end), position + end + 1);
      at = end + 1;
    }
  });
}

/** Calls `visit` with whole lines, and the position of their first byte. Returns the rest of the file. */
function eachBlock(path: string, start: number, visit: (block: Buffer, position: number) => void): string {
  const file = openPlainFile(path, "read", damaged);
  if (file === undefined) return "";
  try {
    // One byte more than the file has, so that the end of a short file is seen without another buffer.
    let buffer = Buffer.allocUnsafe(Math.min(BLOCK, Math.max(0, fstatSync(file).size - start) + 1));
    let position = start;
    let filled = 0;
    let isLongLine = false;
    for (;;) {
      if (filled === buffer.length) {
        isLongLine ||= filled >= BLOCK;
        if (isLongLine) [position, filled] = [position + filled, 0];
        else buffer = Buffer.concat([buffer], Math.min(BLOCK, buffer.length * 4 + 1024));
      }
      const read = readSync(file, buffer, filled, buffer.length - filled, position + filled);
      if (read === 0) return isLongLine ? "" : buffer.toString("utf8", 0, filled);
      filled += read;
      const end = buffer.lastIndexOf(0x0a, filled - 1) + 1;
      if (end === 0 || filled === 0) continue;
      const first = isLongLine ? buffer.indexOf(0x0a) + 1 : 0;
      isLongLine = false;
      visit(buffer.subarray(first, end), position + first);
      buffer.copy(buffer, 0, end, filled);
      [position, filled] = [position + end, filled - end];
    }
  } catch (cause) {
    throw fileFailure("read", path, cause);
  } finally {
    closeSync(file);
  }
}
