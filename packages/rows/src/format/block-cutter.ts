import { createRowBuffer, type HeldRow, type RowStart } from "../bytes/row-buffer.js";
import { csvFinder } from "../csv/find-row.js";
import { createCsvScanner } from "../csv/scan.js";
import { findLine } from "../jsonl/reader.js";
import type { LineFormat } from "./line-format.js";

/** Whole rows of a file, as bytes: a reader that starts at `from` reads them as if it had read the file. */
export interface RowBlock {
  readonly from: RowStart;
  readonly bytes: Uint8Array;
  /** Rows in it, empty lines and bad rows included. */
  readonly rows: number;
  /** Where reading goes on after it. */
  readonly next: RowStart;
}

/** Cuts bytes between rows, so that threads can share the reading. */
export interface BlockCutter {
  /** The blocks that are whole by now: one, or several around a row that is too long. */
  push(chunk: Uint8Array): RowBlock[];
  end(): RowBlock[];
}

/** A cutter from a place on. */
export function createBlockCutter(reading: LineFormat, from: RowStart): BlockCutter {
  const find = reading.format === "csv" ? csvFinder(createCsvScanner(reading.layout)) : findLine;
  const buffer = createRowBuffer(find, from);
  let start = from;

  function blocks(): RowBlock[] {
    const cut: RowBlock[] = [];
    let first: HeldRow | undefined;
    let last: HeldRow | undefined;
    const close = (line: number) => {
      if (first === undefined || last === undefined) return;
      const next = { row: last.row + 1, line, byte: last.nextByte };
      // A copy: it may move to a thread, and the rest stays here.
      const bytes = new Uint8Array(last.bytes.subarray(first.start, last.next));
      cut.push({ from: start, bytes, rows: next.row - start.row, next });
      start = next;
    };
    for (let held = buffer.next(); held !== undefined; held = buffer.next()) {
      if (last !== undefined && held.bytes !== last.bytes) {
        close(held.line);
        first = held;
      }
      first ??= held;
      last = held;
    }
    close(buffer.line);
    return cut;
  }

  return {
    push(chunk) {
      buffer.push(chunk);
      return blocks();
    },
    end() {
      buffer.end();
      return blocks();
    },
  };
}
