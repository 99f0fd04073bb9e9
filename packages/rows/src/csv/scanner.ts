import type { LineBreaks } from "../bytes/line-breaks.js";

const LF = 0x0a;
const CR = 0x0d;

/**
 * How a scan ended:
 * - `record`: at the end of a record;
 * - `unfinished`: at the limit, before the end of the record, outside quotes;
 * - `open`: at the limit, inside quotes that are not closed;
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
  /** Whether a field holds doubled quotes. */
  readonly doubled: boolean[] = [];
  /** Where scanning stopped: at the line break, or at the limit. */
  end = 0;
  /** Where the next record begins. */
  next = 0;
  /** The number of line breaks of the record: inside quotes, and the one at its end. */
  lines = 0;

  private readonly delimiter: Uint8Array;
  private readonly firstByte: number;
  private readonly quote: number;
  private searched: Uint8Array | undefined;
  private searchedFrom = 0;
  private nextDelimiter = -1;

  constructor(marks: { readonly delimiter: string; readonly quote: string }) {
    this.delimiter = new TextEncoder().encode(marks.delimiter);
    this.firstByte = this.delimiter[0]!;
    this.quote = marks.quote === "" ? -1 : marks.quote.charCodeAt(0);
  }

  /** Scans the record that starts at an offset, up to a limit. */
  scan(bytes: Uint8Array, offset: number, limit: number, breaks: LineBreaks): ScanState {
    this.count = 0;
    this.lines = 0;
    for (let start = offset; ; start = this.end + this.delimiter.length) {
      if (start >= limit || bytes[start] !== this.quote) {
        const end = Math.min(this.delimiterFrom(bytes, start), breaks.next(start), limit);
        this.addField(start, end, false, end);
      } else if (!this.addQuoted(bytes, start + 1, limit, breaks)) {
        return "open";
      }
      const state = this.stateAtFieldEnd(bytes, limit);
      if (state !== undefined) return state;
    }
  }

  /** Adds a field in quotes, whose content starts at `start`; `false` when no quote closes it before the limit. */
  private addQuoted(bytes: Uint8Array, start: number, limit: number, breaks: LineBreaks): boolean {
    const { quote } = this;
    let isDoubled = false;
    let close = bytes.indexOf(quote, start);
    while (close >= 0 && close + 1 < limit && bytes[close + 1] === quote) {
      isDoubled = true;
      close = bytes.indexOf(quote, close + 2);
    }
    if (close < 0 || close >= limit) return false;
    this.lines += breaks.count(start, close);
    this.addField(start, close, isDoubled, close + 1);
    return true;
  }

  private addField(start: number, end: number, isDoubled: boolean, scannedTo: number): void {
    const { count } = this;
    this.starts[count] = start;
    this.ends[count] = end;
    this.doubled[count] = isDoubled;
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
    if (bytes !== this.searched || offset < this.searchedFrom) this.nextDelimiter = -1;
    this.searched = bytes;
    this.searchedFrom = offset;
    if (this.nextDelimiter < offset) this.nextDelimiter = this.findDelimiter(bytes, offset);
    return this.nextDelimiter;
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
