import { type BadRow, MAX_ROW_BYTES, type ReadRow, type RowFault } from "../bytes/row.js";
import {
  createRowBuffer,
  createRowReader,
  type FindRow,
  type HeldRow,
  type RowBuffer,
  type RowReader,
  type RowStart,
} from "../bytes/row-buffer.js";
import { decodeUtf8, firstInvalidByte } from "../bytes/text.js";

/** A reader of one JSON value a line. A line of white space is passed over. */
export function jsonlReader(from?: RowStart): RowReader {
  return createRowReader(lineBuffer(from), readLine);
}

/** Lines as bytes, for logs that grow: one without its line break stays until the buffer is told of the end. */
export function lineBuffer(from?: RowStart): RowBuffer {
  return createRowBuffer(findLine, from);
}

/** Finds lines. They end at CR, LF or CRLF, which in JSON stand between tokens only, never inside a text. */
export const findLine: FindRow = (bytes, at, isLast, breaks) => {
  const full = at + MAX_ROW_BYTES + 1;
  const line = breaks.lineEnd(at, isLast);
  const fault = "ROW_TOO_LONG";
  if (line !== undefined) {
    const { end, next } = line;
    return end < full ? { end, next, lines: 1, fault: undefined } : { end: full, next, lines: 1, fault };
  }
  const isFull = bytes.length >= full && breaks.from(at) >= full;
  return isFull ? { end: full, next: undefined, lines: 0, fault } : undefined;
};

function readLine(held: HeldRow): ReadRow | undefined {
  if (held.fault !== undefined) return bad(held, held.fault, "it is longer than 16 MiB");
  const content = held.bytes.subarray(held.start, held.end);
  const text = decodeUtf8(content);
  if (text === undefined) {
    return bad(held, "INVALID_UTF8", `byte ${firstInvalidByte(content)} of the line is not UTF-8`);
  }
  if (text.trim() === "") return undefined;
  try {
    return { row: held.row, line: held.line, value: JSON.parse(text) as unknown };
  } catch (cause) {
    return bad(held, "INVALID_JSON", `it is not JSON: ${(cause as Error).message.slice(0, 200)}`);
  }
}

function bad({ bytes, start, end, row, line }: HeldRow, fault: RowFault, problem: string): BadRow {
  return { row, line, fault, problem, raw: bytes.slice(start, end) };
}
