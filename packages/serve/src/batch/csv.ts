import { type CsvRecord, type Field, readRecord } from "./csv-scan.js";
import { type BadRow, badRow, type Columns, checkText, type GoodRow, idOf } from "./row.js";

const utf8 = new TextDecoder("utf-8", { fatal: true });
const NEWLINE = 0x0a;

/** How the columns of a CSV file lie. */
export interface CsvLayout {
  readonly delimiter: number;
  readonly header: readonly string[];
}

/** A record as rows are counted: one whose quotes are wrong ends with its first line. */
export interface Row extends CsvRecord {
  readonly start: number;
}

/**
 * The next row from `at`. When the quotes of a record are wrong, only its first line is given up and reading
 * goes on with the next one: a stray quote must not swallow the good rows behind it.
 */
export function nextRow(bytes: Buffer, at: number, delimiter: number, what: "more" | "end"): Row | undefined {
  const record = readRecord(bytes, at, delimiter, what);
  if (!record) return undefined;
  if (record.problem === undefined) return { ...record, start: at };
  const newline = bytes.indexOf(NEWLINE, at);
  return { ...record, start: at, end: newline < 0 ? bytes.length : newline + 1 };
}

/** Reads the header line of a CSV file, or `undefined` when it is not whole. */
export function readHeader(bytes: Buffer, delimiter: number, what: "more" | "end") {
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const row = nextRow(bytes, bom, delimiter, what);
  return row && { end: row.end, header: row.fields.map((field) => fieldText(bytes, field)) };
}

/** Reads a block of whole CSV rows. Blank lines are passed over. */
export function parseCsv(
  bytes: Buffer,
  firstRow: number,
  columns: Columns,
  { delimiter, header }: CsvLayout,
): { good: GoodRow[]; bad: BadRow[] } {
  const text = header.indexOf(columns.text);
  const id = columns.id === null ? -1 : header.indexOf(columns.id);
  const keep = columns.keep.map((name) => header.indexOf(name));
  const good: GoodRow[] = [];
  const bad: BadRow[] = [];
  let at = 0;
  for (let place = firstRow; at < bytes.length; place++) {
    const row = nextRow(bytes, at, delimiter, "end")!;
    at = row.end;
    if (row.fields.length === 1 && row.fields[0]!.end === row.fields[0]!.start && !row.problem) continue;
    const parsed = parseRow(bytes, row, place, { text, id, keep, columns, fields: header.length });
    if ("reason" in parsed) bad.push(parsed);
    else good.push(parsed);
  }
  return { good, bad };
}

interface Positions {
  readonly text: number;
  readonly id: number;
  readonly keep: readonly number[];
  readonly columns: Columns;
  readonly fields: number;
}

function parseRow(bytes: Buffer, row: Row, place: number, positions: Positions): GoodRow | BadRow {
  const { text, id, keep, columns, fields } = positions;
  const raw = () =>
    bytes
      .subarray(row.start, Math.min(row.end, row.start + 4000))
      .toString("utf8")
      .trimEnd();
  if (row.problem !== undefined) {
    // No more than that: what exactly is wrong depends on how much of the file a block holds.
    return badRow(place, "BAD_QUOTES", "Its quotes do not match.", raw());
  }
  if (row.fields.length !== fields) {
    const message = `It has ${row.fields.length} fields, the header has ${fields}.`;
    return badRow(place, "WRONG_FIELD_COUNT", message, raw());
  }
  try {
    const value = fieldText(bytes, row.fields[text]!);
    const problem = checkText(value, place, columns, value);
    if (problem) return problem;
    return {
      row: place,
      id: idOf(id < 0 ? undefined : fieldText(bytes, row.fields[id]!), place),
      text: value,
      kept: keep.map((position) => fieldText(bytes, row.fields[position]!)),
    };
  } catch {
    return badRow(place, "INVALID_UTF8", "It is not UTF-8.", raw());
  }
}

function fieldText(bytes: Buffer, { start, end, doubled }: Field): string {
  const text = utf8.decode(bytes.subarray(start, end));
  return doubled ? text.replaceAll('""', '"') : text;
}

/** A value as a CSV field: quoted when it must be. */
export function csvField(value: unknown): string {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
