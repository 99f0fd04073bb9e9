import { checkOption } from "@imdb/core/options";
import { type HeldRow, RowBuffer, type RowStart } from "../bytes/row-buffer.js";
import { rowStartRule } from "../bytes/row-start-rule.js";
import { csvFinder } from "../csv/find-row.js";
import { CsvScanner } from "../csv/scanner.js";
import { findLine } from "../json/lines-reader.js";
import { type LineFormat, lineFormatRule } from "./line-format.js";

/**
 * Complete rows of a file, as bytes. A reader that starts at `from` returns the same rows as a reader of the whole
 * file.
 */
export interface RowBlock {
  readonly from: RowStart;
  readonly bytes: Uint8Array;
  /** The number of rows in it, empty lines and bad rows included. */
  readonly rows: number;
  /** Where the next block begins. */
  readonly next: RowStart;
}

/** Cuts bytes between rows, so that threads can share the reading. */
export interface BlockCutter {
  /**
   * Adds a chunk, which must not change before the next `push` returns. Returns the blocks that are complete by now:
   * at most one, or several around a row that is too long.
   */
  push(chunk: Uint8Array): RowBlock[];
  /** Returns the remaining blocks. */
  end(): RowBlock[];
}

/** Makes a cutter of the bytes of a file, from a given row on. @throws `INVALID_OPTION` */
export function createBlockCutter(reading: LineFormat, from: RowStart): BlockCutter {
  checkOption("reading", reading, lineFormatRule, "createBlockCutter");
  checkOption("from", from, rowStartRule, "createBlockCutter");
  const find = reading.format === "csv" ? csvFinder(new CsvScanner(reading.layout)) : findLine;
  const buffer = new RowBuffer(find, from);
  let start = from;
  const cut = (): RowBlock[] => {
    const blocks = cutBlocks(buffer, start);
    start = blocks.at(-1)?.next ?? start;
    return blocks;
  };
  return {
    push(chunk) {
      buffer.push(chunk);
      return cut();
    },
    end() {
      buffer.end();
      return cut();
    },
  };
}

/** Returns the complete rows of a buffer as blocks. Rows in the same array of bytes are one block. */
function cutBlocks(buffer: RowBuffer, start: RowStart): RowBlock[] {
  const blocks: RowBlock[] = [];
  let from = start;
  let first = buffer.next();
  while (first !== undefined) {
    let last: HeldRow = first;
    let next = buffer.next();
    while (next !== undefined && next.bytes === first.bytes) {
      last = next;
      next = buffer.next();
    }
    const end = { row: last.row + 1, line: next?.line ?? buffer.line, byte: last.nextByte };
    // A copy: it may be sent to a thread, and the rest stays here.
    const bytes = new Uint8Array(first.bytes.subarray(first.start, last.next));
    blocks.push({ from, bytes, rows: end.row - from.row, next: end });
    from = end;
    first = next;
  }
  return blocks;
}
