import type { LineBreaks } from "../bytes/line-breaks.js";

const LF = 0x0a;
const CR = 0x0d;

/**
 * How a scan ended: at the end of a record; at the limit, in a field without quotes or behind one with; at the limit
 * inside quotes; or at text behind a closing quote.
 */
export type ScanState = "record" | "unfinished" | "open" | "stray";

/** Finds CSV records (RFC 4180) and holds the fields of the last one: its arrays are used again for the next. */
export interface CsvScanner {
  /** Fields of the record. */
  count: number;
  readonly starts: number[];
  readonly ends: number[];
  /** Whether a field holds doubled quotes. */
  readonly doubled: boolean[];
  /** Where scanning stopped: the line break, or the limit. */
  end: number;
  /** Where the next record begins. */
  next: number;
  /** Line breaks within quotes and at the end. */
  lines: number;
  /** Scans the record that starts at a place, up to a limit. */
  scan(bytes: Uint8Array, at: number, limit: number, breaks: LineBreaks): ScanState;
}

/**
 * Makes a scanner. Quotes, delimiters and line breaks are searched with `indexOf`, which runs natively, so that a
 * long text costs little; a parser that looks at each character in JavaScript takes many times longer.
 */
export function createCsvScanner(marks: { readonly delimiter: string; readonly quote: string }): CsvScanner {
  const delimiter = new TextEncoder().encode(marks.delimiter);
  const first = delimiter[0]!;
  const width = delimiter.length;
  const quote = marks.quote === "" ? -1 : marks.quote.charCodeAt(0);
  let searched: Uint8Array | undefined;
  let nextDelimiter = -1;
  let asked = 0;

  function isDelimiter(bytes: Uint8Array, at: number): boolean {
    for (let i = 0; i < width; i++) if (bytes[at + i] !== delimiter[i]) return false;
    return true;
  }

  /** The next delimiter from a place on: found once, it holds for all fields before it. */
  function delimiterFrom(bytes: Uint8Array, place: number): number {
    if (bytes !== searched || place < asked) nextDelimiter = -1;
    searched = bytes;
    asked = place;
    if (nextDelimiter >= place) return nextDelimiter;
    let found = bytes.indexOf(first, place);
    while (found >= 0 && width > 1 && !isDelimiter(bytes, found)) found = bytes.indexOf(first, found + 1);
    nextDelimiter = found < 0 ? Number.POSITIVE_INFINITY : found;
    return nextDelimiter;
  }

  const scanner: CsvScanner = {
    count: 0,
    starts: [],
    ends: [],
    doubled: [],
    end: 0,
    next: 0,
    lines: 0,
    scan(bytes, at, limit, breaks) {
      const { starts, ends, doubled } = scanner;
      let count = 0;
      let lines = 0;
      let start = at;
      for (;;) {
        let contentStart = start;
        let contentEnd: number;
        let end: number;
        let isDoubled = false;
        if (start < limit && bytes[start] === quote) {
          contentStart = start + 1;
          let close = bytes.indexOf(quote, contentStart);
          while (close >= 0 && close + 1 < limit && bytes[close + 1] === quote) {
            isDoubled = true;
            close = bytes.indexOf(quote, close + 2);
          }
          if (close < 0 || close >= limit) return "open";
          lines += breaks.count(contentStart, close);
          contentEnd = close;
          end = close + 1;
        } else {
          end = Math.min(delimiterFrom(bytes, start), breaks.from(start), limit);
          contentEnd = end;
        }
        starts[count] = contentStart;
        ends[count] = contentEnd;
        doubled[count] = isDoubled;
        count++;
        scanner.count = count;
        scanner.end = end;
        if (end >= limit) return "unfinished";
        const byte = bytes[end];
        if (byte === LF || byte === CR) {
          if (byte === CR && end + 1 >= limit) return "unfinished";
          scanner.next = byte === CR && bytes[end + 1] === LF ? end + 2 : end + 1;
          scanner.lines = lines + 1;
          return "record";
        }
        if (!isDelimiter(bytes, end)) return byte === first && end + width > limit ? "unfinished" : "stray";
        start = end + width;
      }
    },
  };
  return scanner;
}
