import { type BadRow, badRow, type Columns, checkText, type GoodRow, idOf } from "./row.js";

const utf8 = new TextDecoder("utf-8", { fatal: true });
const NEWLINE = 0x0a;

/** End of the last whole line in `bytes`, or 0. */
export function lastLineEnd(bytes: Uint8Array): number {
  return bytes.lastIndexOf(NEWLINE) + 1;
}

/** Number of rows in a block of whole lines; blank lines count, so that a row number is a line number. */
export function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return bytes.length > 0 && bytes[bytes.length - 1] !== NEWLINE ? count + 1 : count;
}

/** Reads a block of whole JSONL lines. Blank lines are passed over. */
export function parseJsonl(
  bytes: Uint8Array,
  firstRow: number,
  columns: Columns,
): { good: GoodRow[]; bad: BadRow[] } {
  const good: GoodRow[] = [];
  const bad: BadRow[] = [];
  let row = firstRow;
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    const parsed = parseLine(bytes.subarray(start, end), row, columns);
    if (parsed && "reason" in parsed) bad.push(parsed);
    else if (parsed) good.push(parsed);
    row++;
    start = end + 1;
  }
  return { good, bad };
}

function parseLine(bytes: Uint8Array, row: number, columns: Columns): GoodRow | BadRow | undefined {
  let line: string;
  try {
    line = utf8.decode(bytes);
  } catch {
    return badRow(row, "INVALID_UTF8", "It is not UTF-8.", new TextDecoder().decode(bytes.subarray(0, 4000)));
  }
  if (/^\s*$/.test(line)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return badRow(row, "INVALID_JSON", `It is not JSON: ${(error as Error).message.slice(0, 200)}`, line);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return badRow(row, "NOT_AN_OBJECT", "It is not a JSON object.", line);
  }
  const record = value as Record<string, unknown>;
  const text = own(record, columns.text);
  const problem = checkText(text, row, columns, line);
  if (problem) return problem;
  return {
    row,
    id: idOf(columns.id === null ? undefined : own(record, columns.id), row),
    text: text as string,
    kept: columns.keep.map((name) => own(record, name) ?? null),
  };
}

/** A field of the line itself: `__proto__` and `constructor` are names like others. */
function own(record: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
