import { MAX_ROW_BYTES, type ReadRow } from "../bytes/row.js";
import { FIRST_ROW, type FindRow, type HeldRow, RowBuffer, type RowReader } from "../bytes/row-buffer.js";
import { markLength } from "../bytes/text.js";
import { UnreadableFile } from "../errors.js";
import { findLine, readJsonRow } from "./lines-reader.js";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const LF = 0x0a;
const WHITE_SPACE = [0x20, 0x09, LF, 0x0d];

/**
 * A reader of a JSON file that is one list: each of its elements is a row, with the line that the element begins in.
 * Reads in bounded memory.
 *
 * @param file  The name of the file, for errors.
 * @throws `UNREADABLE_FILE` from `push` and `end` when the file does not begin with a list
 */
export function jsonListReader(file: string): RowReader {
  const list = new ListFinder();
  let buffer: RowBuffer | undefined;
  let line = 1;
  let isFirst = true;

  /** Passes over white space up to the list. */
  function begin(chunk: Uint8Array): void {
    let at = isFirst ? markLength(chunk) : 0;
    isFirst = false;
    for (; at < chunk.length; at++) {
      if (chunk[at] === LF) line++;
      if (WHITE_SPACE.includes(chunk[at]!)) continue;
      if (chunk[at] !== OPEN) throw notAList(file);
      buffer = new RowBuffer(list.find, { ...FIRST_ROW, line, byte: at + 1 });
      buffer.push(chunk.subarray(at + 1));
      return;
    }
  }

  function rows(): ReadRow[] {
    const read: ReadRow[] = [];
    for (let held = buffer?.next(); held !== undefined; held = buffer!.next()) {
      const row = readJsonRow({ ...held, line: held.line + leadingLines(held) });
      if (row !== undefined) read.push(row);
      else if (list.hasEmptyElement) {
        read.push(
          invalid(held.row, held.line, "an element is missing between two commas or at the end of the list"),
        );
      }
    }
    return read;
  }

  return {
    push(chunk) {
      if (buffer === undefined) begin(chunk);
      else buffer.push(chunk);
      return rows();
    },
    end() {
      if (buffer === undefined) throw notAList(file);
      buffer.end();
      const last = rows();
      if (!list.isClosed) {
        last.push(invalid(list.found + 1, buffer.line, "the list does not end: the file is cut"));
      }
      return last;
    },
  };
}

/** The line breaks before the element. */
function leadingLines({ bytes, start, end }: HeldRow): number {
  let lines = 0;
  for (let at = start; at < end && WHITE_SPACE.includes(bytes[at]!); at++) if (bytes[at] === LF) lines++;
  return lines;
}

function invalid(row: number, line: number, problem: string): ReadRow {
  return { row, line, fault: "INVALID_JSON", problem, raw: new Uint8Array() };
}

function notAList(file: string): Error {
  return UnreadableFile.create({ file, format: "JSON", problem: "it is not a list of objects" });
}

/** Finds the elements of a list. It goes on where it stopped when an element needs more bytes. */
class ListFinder {
  /** Whether the end of the list was found. */
  isClosed = false;
  /** How many elements were found. */
  found = 0;
  /** Whether the element that was found last must not be empty: it is so in `[]` only. */
  hasEmptyElement = false;

  private scanned = 0;
  private depth = 0;
  private isInString = false;
  private isEscaped = false;

  readonly find: FindRow = (bytes, offset, isLast, breaks) => {
    this.hasEmptyElement = false;
    if (this.isClosed) return findLine(bytes, offset, isLast, breaks);
    const full = offset + MAX_ROW_BYTES + 1;
    const limit = Math.min(bytes.length, full);
    const end = this.scan(bytes, offset + this.scanned, limit);
    if (end === undefined && limit < full && !isLast) {
      this.scanned = limit - offset;
      return undefined;
    }
    this.scanned = this.depth = 0;
    this.isInString = this.isEscaped = false;
    this.found++;
    if (end === undefined && limit === full) {
      const fault = "ROW_TOO_LONG";
      return { end: full, next: undefined, lines: breaks.count(offset, full - 1), fault };
    }
    if (end === undefined)
      return { end: limit, next: limit, lines: breaks.count(offset, limit), fault: undefined };
    this.isClosed = bytes[end] === CLOSE;
    this.hasEmptyElement = !this.isClosed || this.found > 1;
    return { end, next: end + 1, lines: breaks.count(offset, end + 1), fault: undefined };
  };

  /** The place of the comma or bracket that ends the element; `undefined` when it is not in these bytes. */
  private scan(bytes: Uint8Array, from: number, limit: number): number | undefined {
    for (let at = from; at < limit; at++) {
      const byte = bytes[at];
      if (this.isInString) {
        if (this.isEscaped) this.isEscaped = false;
        else if (byte === BACKSLASH) this.isEscaped = true;
        else if (byte === QUOTE) this.isInString = false;
      } else if (byte === QUOTE) this.isInString = true;
      else if (byte === OPEN || byte === OPEN_BRACE) this.depth++;
      else if (this.depth === 0 && (byte === COMMA || byte === CLOSE)) return at;
      else if (byte === CLOSE || byte === CLOSE_BRACE) this.depth = Math.max(0, this.depth - 1);
    }
    return undefined;
  }
}
