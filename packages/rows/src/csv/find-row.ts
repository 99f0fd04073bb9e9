import type { LineBreaks } from "../bytes/line-breaks.js";
import { MAX_ROW_BYTES } from "../bytes/row.js";
import type { FindRow, FoundRow } from "../bytes/row-buffer.js";
import type { CsvScanner } from "./scanner.js";

const CR = 0x0d;

/**
 * Makes a function that finds the rows of a CSV file. Afterwards the scanner has the fields of the row that was found.
 *
 * When the quotes of a record are wrong, or are not closed within {@link MAX_ROW_BYTES}, its first line becomes a bad
 * row and reading continues at the next line. So one wrong quote does not make the good rows after it unreadable.
 *
 * When a row is not complete, it is scanned again from its start only once twice as many bytes have arrived. So the
 * time for a long row is linear in its length, however small the chunks are.
 */
export function csvFinder(scanner: CsvScanner): FindRow {
  let scanned = 0;
  return (bytes, offset, isLast, breaks) => {
    const held = bytes.length - offset;
    if (!isLast && held < Math.min(2 * scanned, MAX_ROW_BYTES + 1)) return undefined;
    const found = findRow(scanner, bytes, offset, isLast, breaks);
    scanned = found === undefined ? held : 0;
    return found;
  };
}

function findRow(
  scanner: CsvScanner,
  bytes: Uint8Array,
  offset: number,
  isLast: boolean,
  breaks: LineBreaks,
): FoundRow | undefined {
  const full = offset + MAX_ROW_BYTES + 1;
  const limit = Math.min(bytes.length, full);
  const state = scanner.scan(bytes, offset, limit, breaks);
  if (state === "record") {
    return { end: scanner.end, next: scanner.next, lines: scanner.lines, fault: undefined };
  }
  const isFull = limit === full;
  if (state !== "stray" && !isFull) {
    if (!isLast) return undefined;
    const { end } = scanner;
    const isReturn = end + 1 === limit && bytes[end] === CR;
    if (state === "unfinished" && (end === limit || isReturn))
      return { end, next: limit, lines: 1, fault: undefined };
  }
  const isLong = state === "unfinished" && isFull;
  const fault = isLong ? "ROW_TOO_LONG" : "BAD_QUOTES";
  const line = breaks.lineEnd(isLong ? full - 1 : offset, isLast);
  if (line !== undefined) {
    return { end: Math.min(line.end, full), next: line.next, lines: breaks.count(offset, line.next), fault };
  }
  return isFull ? { end: full, next: undefined, lines: breaks.count(offset, full - 1), fault } : undefined;
}
