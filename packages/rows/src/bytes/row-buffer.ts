import { createLineBreaks, type LineBreaks } from "./line-breaks.js";
import { MAX_ROW_BYTES, type ReadRow, type RowFault } from "./row.js";
import { joinBytes, searchable } from "./text.js";

/** A row within some bytes. */
export interface FoundRow {
  /** Where its content ends; of one that is too long, where its limit is. */
  readonly end: number;
  /** Where the next row begins; `undefined`: after the first line break behind `end - 1`, which is not there yet. */
  readonly next: number | undefined;
  /** Line breaks from its start to `next`, or before `end - 1`. */
  readonly lines: number;
  readonly fault: RowFault | undefined;
}

/**
 * Finds the row that starts at a place. What it says depends on the file alone, and not on how much of it is there:
 * it answers `undefined` until the bytes decide.
 */
export type FindRow = (
  bytes: Uint8Array,
  at: number,
  isLast: boolean,
  breaks: LineBreaks,
) => FoundRow | undefined;

/** A row in the bytes that are held, with its place in the file. */
export interface HeldRow {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Where the next row begins in these bytes. */
  readonly next: number;
  /** The same as an offset in the file. */
  readonly nextByte: number;
  readonly row: number;
  readonly line: number;
  readonly fault: RowFault | undefined;
}

/** Where reading begins: the next row, its line, and its offset. */
export interface RowStart {
  readonly row: number;
  readonly line: number;
  readonly byte: number;
}

/** Where the rows of a file without a header begin. */
export const FIRST_ROW: RowStart = { row: 1, line: 1, byte: 0 };

/** Bytes that come in chunks and leave in rows. */
export interface RowBuffer {
  /** The line of the next row. */
  readonly line: number;
  push(chunk: Uint8Array): void;
  /** Says that no more bytes come. */
  end(): void;
  /** The next row, or `undefined`: push more, or the end. */
  next(): HeldRow | undefined;
}

/** Holds at most one row and one chunk, and of a row without end its first {@link MAX_ROW_BYTES}. */
export function createRowBuffer(find: FindRow, from: RowStart = FIRST_ROW): RowBuffer {
  const breaks = createLineBreaks();
  let { row, line, byte } = from;
  let bytes: Uint8Array = new Uint8Array(0);
  let at = 0;
  let isLast = false;
  let endless: { readonly start: Uint8Array; readonly fault: RowFault; lines: number } | undefined;

  function give(held: Uint8Array, start: number, end: number, next: number, lines: number, fault?: RowFault) {
    const given = { bytes: held, start, end, next, nextByte: byte, row, line, fault };
    row++;
    line += lines;
    return given;
  }

  /** Passes over the rest of a row that is not held, up to its line break. */
  function passOver(): HeldRow | undefined {
    const found = breaks.lineEnd(at, isLast);
    const { start, fault, lines } = endless!;
    const isOver = found !== undefined;
    // A CR at the very end stays: LF may follow.
    const next = found?.next ?? Math.min(bytes.length, breaks.from(at));
    byte += next - at;
    at = next;
    if (!isOver) return undefined;
    endless = undefined;
    return give(start, 0, start.length, start.length, lines + 1, fault);
  }

  return {
    get line() {
      return line;
    },
    push(chunk) {
      bytes = searchable(at === bytes.length ? chunk : joinBytes(bytes.subarray(at), chunk));
      at = 0;
      breaks.load(bytes);
    },
    end() {
      isLast = true;
    },
    next() {
      if (endless !== undefined) return passOver();
      if (at >= bytes.length) return undefined;
      const found = find(bytes, at, isLast, breaks);
      if (found === undefined) return undefined;
      if (found.next === undefined) {
        endless = {
          start: new Uint8Array(bytes.subarray(at, at + MAX_ROW_BYTES + 1)),
          fault: found.fault!,
          lines: found.lines,
        };
        byte += found.end - 1 - at;
        at = found.end - 1;
        return passOver();
      }
      const start = at;
      at = found.next;
      byte += at - start;
      return give(bytes, start, found.end, at, found.lines, found.fault);
    },
  };
}

/** Reads rows of bytes that come in chunks: the same rows wherever they are cut. */
export interface RowReader {
  /** The rows that are whole by now. */
  push(chunk: Uint8Array): ReadRow[];
  /** The rest. */
  end(): ReadRow[];
}

/** A reader of what a buffer holds. */
export function createRowReader(buffer: RowBuffer, read: (held: HeldRow) => ReadRow | undefined): RowReader {
  function rows(): ReadRow[] {
    const found: ReadRow[] = [];
    for (let held = buffer.next(); held !== undefined; held = buffer.next()) {
      const row = read(held);
      if (row !== undefined) found.push(row);
    }
    return found;
  }
  return {
    push(chunk) {
      buffer.push(chunk);
      return rows();
    },
    end() {
      buffer.end();
      return rows();
    },
  };
}
