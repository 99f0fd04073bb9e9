import { excessProblem, JSON_DEPTH, jsonExcess } from "@imdb/core";
import { checkOption } from "@imdb/core/options";
import { MAX_ROW_BYTES, type ReadRow } from "../bytes/row.js";
import {
  badRow,
  byteOfFile,
  createRowReader,
  type FindRow,
  type HeldRow,
  RowBuffer,
  type RowReader,
  type RowStart,
} from "../bytes/row-buffer.js";
import { rowStartRule } from "../bytes/row-start-rule.js";
import { decodeUtf8, firstInvalidByte } from "../bytes/text.js";
import { parseExactJson } from "../values/exact-json.js";

/** A reader of JSON Lines: one value a line, with all digits of numbers. Lines of white space are passed over. */
export function jsonlReader(from?: RowStart): RowReader {
  return createRowReader(lineBuffer(from), readJsonRow);
}

/**
 * A buffer that returns lines as bytes, for logs that grow. A last line without a line break is returned only after
 * `end`.
 *
 * @throws `INVALID_OPTION`
 */
export function lineBuffer(from?: RowStart): RowBuffer {
  if (from !== undefined) checkOption("from", from, rowStartRule, "lineBuffer");
  return new RowBuffer(findLine, from);
}

/** Finds lines. They end at CR, LF or CRLF: JSON allows these between tokens only, never inside a string. */
export const findLine: FindRow = (bytes, offset, isLast, breaks) => {
  const full = offset + MAX_ROW_BYTES + 1;
  const line = breaks.lineEnd(offset, isLast);
  const fault = "ROW_TOO_LONG";
  if (line !== undefined) {
    const { end, next } = line;
    return end < full ? { end, next, lines: 1, fault: undefined } : { end: full, next, lines: 1, fault };
  }
  const isFull = bytes.length >= full && breaks.next(offset) >= full;
  return isFull ? { end: full, next: undefined, lines: 0, fault } : undefined;
};

/** The JSON value of a row, with all digits of numbers; `undefined` for white space. */
export function readJsonRow(held: HeldRow): ReadRow | undefined {
  if (held.fault !== undefined)
    return badRow(held, { fault: held.fault, problem: "it is longer than 16 MiB" });
  const content = held.bytes.subarray(held.start, held.end);
  const text = decodeUtf8(content);
  if (text === undefined) {
    const at = firstInvalidByte(content);
    const problem = `byte ${at} of the row is not UTF-8`;
    return badRow(held, { fault: "INVALID_UTF8", problem, byte: byteOfFile(held, held.start + at) });
  }
  if (text.trim() === "") return undefined;
  // Before the parser: what is nested thousands deep is read, and then overflows the stack of whoever walks it.
  const excess = text.length > JSON_DEPTH ? jsonExcess(text) : undefined;
  if (excess !== undefined) return badRow(held, { fault: "INVALID_JSON", problem: excessProblem(excess) });
  try {
    return { row: held.row, line: held.line, value: parseExactJson(text) };
  } catch (cause) {
    const problem = `it is not JSON: ${(cause as Error).message.slice(0, 200)}`;
    return badRow(held, { fault: "INVALID_JSON", problem });
  }
}
