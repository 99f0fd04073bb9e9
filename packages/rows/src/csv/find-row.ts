import { MAX_ROW_BYTES } from "../bytes/row.js";
import type { FindRow } from "../bytes/row-buffer.js";
import type { CsvScanner } from "./scan.js";

const CR = 0x0d;

/**
 * Finds rows with a scanner, which then holds the fields.
 *
 * When the quotes of a record are wrong, or are not closed within {@link MAX_ROW_BYTES}, only its first line is given
 * up and reading goes on with the next one: a stray quote must not swallow the good rows behind it. No row is looked
 * through more than twice, since within an open quote no other one can be open.
 */
export function csvFinder(scanner: CsvScanner): FindRow {
  return (bytes, at, isLast, breaks) => {
    const full = at + MAX_ROW_BYTES + 1;
    const limit = Math.min(bytes.length, full);
    const state = scanner.scan(bytes, at, limit, breaks);
    if (state === "record")
      return { end: scanner.end, next: scanner.next, lines: scanner.lines, fault: undefined };
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
    const line = breaks.lineEnd(isLong ? full - 1 : at, isLast);
    if (line !== undefined) {
      return { end: Math.min(line.end, full), next: line.next, lines: breaks.count(at, line.next), fault };
    }
    return isFull ? { end: full, next: undefined, lines: breaks.count(at, full - 1), fault } : undefined;
  };
}
