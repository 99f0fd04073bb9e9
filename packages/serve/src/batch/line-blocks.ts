import type { FileHandle } from "node:fs/promises";
import { type CsvLayout, nextRow } from "./csv.js";
import type { Block } from "./job.js";
import { countLines, lastLineEnd } from "./jsonl.js";

/** A number of whole rows at the beginning of some bytes. */
export interface Cut {
  readonly end: number;
  readonly rows: number;
}

/** Finds where rows end. */
export interface Cutter {
  /** The whole rows, where more bytes follow. */
  whole(bytes: Buffer): Cut;
  /** All rows, where no more bytes follow. */
  rest(bytes: Buffer): Cut;
  /** What to give up when the first row does not end within the limit. */
  giveUp(bytes: Buffer): Cut;
}

/** Cuts JSONL at line breaks. */
export const jsonlCutter: Cutter = {
  whole(bytes) {
    const end = lastLineEnd(bytes);
    return { end, rows: countLines(bytes.subarray(0, end)) };
  },
  rest: (bytes) => ({ end: bytes.length, rows: countLines(bytes) }),
  giveUp: (bytes) => ({ end: bytes.length, rows: 1 }),
};

/** Cuts CSV where a line break stands outside quotes. */
export function csvCutter({ delimiter }: CsvLayout): Cutter {
  function cut(bytes: Buffer, limit: number, what: "more" | "end"): Cut {
    let end = 0;
    let rows = 0;
    while (end < bytes.length && rows < limit) {
      const row = nextRow(bytes, end, delimiter, what);
      if (!row) break;
      end = row.end;
      rows++;
    }
    return { end, rows };
  }
  return {
    whole: (bytes) => cut(bytes, Number.POSITIVE_INFINITY, "more"),
    rest: (bytes) => cut(bytes, Number.POSITIVE_INFINITY, "end"),
    giveUp: (bytes) => cut(bytes, 1, "end"),
  };
}

/** A row longer than this is given up: nothing may make the reader hold a whole file. */
const MAX_ROW_BYTES = 16 << 20;

/** A row is given up to its line break, or, where none comes, in pieces of four times the limit. */
function isTooLong(held: Buffer): boolean {
  return held.length > MAX_ROW_BYTES && (held.length > 4 * MAX_ROW_BYTES || held.includes(0x0a));
}

/**
 * Reads a file in blocks of whole rows.
 *
 * @param from       The byte and the row to begin with: the start, or where a checkpoint stands.
 * @param blockSize  Bytes a block holds, about.
 */
export async function* lineBlocks(
  file: FileHandle,
  from: { readonly byte: number; readonly row: number },
  blockSize: number,
  cutter: Cutter,
): AsyncGenerator<Block> {
  let held: Buffer = Buffer.alloc(0);
  let { byte, row } = from;
  for (;;) {
    const chunk = Buffer.allocUnsafe(blockSize);
    const { bytesRead } = await file.read(chunk, 0, blockSize, byte + held.length);
    held = Buffer.concat([held, chunk.subarray(0, bytesRead)]);
    if (held.length === 0) return;
    let cut = bytesRead === 0 ? cutter.rest(held) : cutter.whole(held);
    if (cut.end === 0 && isTooLong(held)) cut = cutter.giveUp(held);
    if (cut.end === 0) continue;
    // A copy of its own: it moves to a thread, and the rest stays here.
    const content = new Uint8Array(held.subarray(0, cut.end));
    yield { firstRow: row, rows: cut.rows, next: byte + cut.end, content };
    byte += cut.end;
    row += cut.rows;
    held = held.subarray(cut.end);
  }
}
