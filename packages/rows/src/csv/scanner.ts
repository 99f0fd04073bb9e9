import type { LineBreaks } from "../bytes/line-breaks.js";
import type { CsvMarks } from "./dialect.js";

const LF = 0x0a;
const CR = 0x0d;

/**
 * How a scan ended:
 * - `record`: at the end of a record;
 * - `unfinished`: at the limit, before the end of the record, outside quotes;
 * - `open`: at the limit, inside quotes that are not closed or after an escape;
 * - `stray`: after a closing quote, at a character that is no delimiter and no line break.
 */
export type ScanState = "record" | "unfinished" | "open" | "stray";

/**
 * Finds CSV records (RFC 4180) and holds the fields of the last one.
 *
 * Quotes, delimiters and line breaks are searched with the native `indexOf`: a loop over each byte in JavaScript takes
 * many times longer on long texts.
 */
export class CsvScanner {
  /** The number of fields of the record. The arrays below may be longer: they are reused for each record. */
  count = 0;
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  /** Whether a field holds doubled quotes or escapes. */
  readonly escaped: boolean[] = [];
  /** Where scanning stopped: at the line break, or at the limit. */
  end = 0;
  /** Where the next record begins. */
  next = 0;
  /** The number of line breaks of the record: inside quotes, and the one at its end. */
  lines = 0;

  private readonly delimiter: Uint8Array;
  private readonly firstByte: number;
  private readonly quote: number;
  private readonly escape: number;
  private searched: Uint8Array | undefined;
  /** The first delimiter at or after `delimiterSearchedFrom`, and the first escape at or after `escapeSearchedFrom`. */
  private nextDelimiter = -1;
  private nextEscape = -1;
  private delimiterSearchedFrom = 0;
  private escapeSearchedFrom = 0;

  constructor(marks: CsvMarks) {
    this.delimiter = new TextEncoder().encode(marks.delimiter);
    this.firstByte = this.delimiter[0]!;
    // NaN when there is none: no byte is that.
    this.quote = marks.quote.charCodeAt(0);
    this.escape = marks.escapeChar === "" ? -1 : marks.escapeChar.charCodeAt(0);
  }

  /** Scans the record that starts at an offset, up to a limit. */
  scan(bytes: Uint8Array, offset: number, limit: number, breaks: LineBreaks): ScanState {
    this.count = 0;
    this.lines = 0;
    for (let start = offset; ; start = this.end + this.delimiter.length) {
      if (start >= limit || bytes[start] !== this.quote) {
        if (!this.addPlain(bytes, start, limit, breaks)) return "open";
      } else if (!this.addQuoted(bytes, start + 1, limit, breaks)) {
        return "open";
      }
      const state = this.stateAtFieldEnd(bytes, limit);
      if (state !== undefined) return state;
    }
  }

  /** Adds a field without quotes; `false` when nothing follows an escape. What follows one does not end the field. */
  private addPlain(bytes: Uint8Array, start: number, limit: number, breaks: LineBreaks): boolean {
    let isEscaped = false;
    let from = start;
    for (;;) {
      const end = Math.min(this.delimiterFrom(bytes, from), breaks.next(from), limit);
      const escaped = this.escapeFrom(bytes, from);
      if (escaped >= end) {
        if (isEscaped) this.lines += breaks.count(start, end);
        this.addField(start, end, isEscaped, end);
        return true;
      }
      if (escaped + 1 >= limit) return false;
      isEscaped = true;
      from = escaped + 2;
    }
  }

  /** Adds a field in quotes, whose content starts at `start`; `false` when no quote closes it before the limit. */
  private addQuoted(bytes: Uint8Array, start: number, limit: number, breaks: LineBreaks): boolean {
    const { quote } = this;
    let isEscaped = false;
    let from = start;
    for (;;) {
      const close = bytes.indexOf(quote, from);
      const escaped = this.escapeFrom(bytes, from);
      if (escaped < limit && (close < 0 || escaped < close)) from = escaped + 2;
      else if (close >= 0 && close + 1 < limit && bytes[close + 1] === quote) from = close + 2;
      else {
        if (close < 0 || close >= limit) return false;
        this.lines += breaks.count(start, close);
        this.addField(start, close, isEscaped, close + 1);
        return true;
      }
      isEscaped = true;
    }
  }

  private addField(start: number, end: number, isEscaped: boolean, scannedTo: number): void {
    const { count } = this;
    this.starts[count] = start;
    this.ends[count] = end;
    this.escaped[count] = isEscaped;
    this.count = count + 1;
    this.end = scannedTo;
  }

  /** How the scan ends after the last field; `undefined` at a delimiter, after which it continues. */
  private stateAtFieldEnd(bytes: Uint8Array, limit: number): ScanState | undefined {
    const { end, delimiter } = this;
    if (end >= limit) return "unfinished";
    const byte = bytes[end];
    if (byte === LF || byte === CR) {
      if (byte === CR && end + 1 >= limit) return "unfinished";
      this.next = byte === CR && bytes[end + 1] === LF ? end + 2 : end + 1;
      this.lines++;
      return "record";
    }
    if (this.isDelimiter(bytes, end)) return undefined;
    return byte === this.firstByte && end + delimiter.length > limit ? "unfinished" : "stray";
  }

  /** The next delimiter at or after an offset. It is remembered, and not searched again until it has been passed. */
  private delimiterFrom(bytes: Uint8Array, offset: number): number {
    this.forgetOther(bytes);
    if (this.nextDelimiter < offset || offset < this.delimiterSearchedFrom) {
      this.nextDelimiter = this.findDelimiter(bytes, offset);
      this.delimiterSearchedFrom = offset;
    }
    return this.nextDelimiter;
  }

  /** The next escape at or after an offset, remembered in the same way; `Infinity` for a dialect without one. */
  private escapeFrom(bytes: Uint8Array, offset: number): number {
    if (this.escape < 0) return Number.POSITIVE_INFINITY;
    this.forgetOther(bytes);
    if (this.nextEscape < offset || offset < this.escapeSearchedFrom) {
      const found = bytes.indexOf(this.escape, offset);
      this.nextEscape = found < 0 ? Number.POSITIVE_INFINITY : found;
      this.escapeSearchedFrom = offset;
    }
    return this.nextEscape;
  }

  /** Forgets what was found in other bytes. */
  private forgetOther(bytes: Uint8Array): void {
    if (bytes === this.searched) return;
    this.nextDelimiter = this.nextEscape = -1;
    this.searched = bytes;
  }

  private findDelimiter(bytes: Uint8Array, offset: number): number {
    let found = bytes.indexOf(this.firstByte, offset);
    while (found >= 0 && !this.isDelimiter(bytes, found)) found = bytes.indexOf(this.firstByte, found + 1);
    return found < 0 ? Number.POSITIVE_INFINITY : found;
  }

  private isDelimiter(bytes: Uint8Array, offset: number): boolean {
    const { delimiter } = this;
    for (let i = 0; i < delimiter.length; i++) if (bytes[offset + i] !== delimiter[i]) return false;
    return true;
  }
}
