import { MAX_ROW_BYTES } from "../bytes/row.js";
import type { FindRow } from "../bytes/row-buffer.js";
import { findLine } from "./lines-reader.js";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Finds the elements of a list. It goes on where it stopped when an element needs more bytes. */
export class ListFinder {
  /** Whether the end of the list was found. */
  isClosed = false;
  /** Whether the element that was found last must not be empty: it is so in `[]` only. */
  hasEmptyElement = false;

  /** How many elements were found. */
  private found = 0;
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
