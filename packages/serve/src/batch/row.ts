/** A row of a batch that can be scored. */
export interface GoodRow {
  /** Its place in the input, from 1, not counting a header. */
  readonly row: number;
  /** What names it in the output: its id, or its place where it has none. */
  readonly id: string | number;
  readonly text: string;
  /** Values of the columns that go through to the output. */
  readonly kept: readonly unknown[];
}

/** A row that cannot be scored, as it goes to the quarantine file. */
export interface BadRow {
  readonly row: number;
  /** Stable: `INVALID_JSON`, `NOT_AN_OBJECT`, `NO_TEXT`, `INVALID_TEXT`, `TEXT_TOO_LONG`, `INVALID_UTF8`, `WRONG_FIELD_COUNT`, `ROW_TOO_LONG`, `BAD_QUOTES`. */
  readonly reason: string;
  readonly message: string;
  /** The beginning of the row as it was read. */
  readonly raw: string;
}

/** Which columns mean what. */
export interface Columns {
  readonly text: string;
  /** `null`: rows are named by their place. */
  readonly id: string | null;
  readonly keep: readonly string[];
  /** Longest text that is scored, in UTF-16 units. */
  readonly maxTextLength: number;
}

const RAW_LIMIT = 1000;

/** Makes a bad row, with as much of it as helps to find it. */
export function badRow(row: number, reason: string, message: string, raw: string): BadRow {
  return { row, reason, message, raw: raw.slice(0, RAW_LIMIT) };
}

/** Checks the value found where the text should be. */
export function checkText(value: unknown, row: number, columns: Columns, raw: string): BadRow | undefined {
  if (value === undefined || value === null) {
    return badRow(row, "NO_TEXT", `It has no ${columns.text}.`, raw);
  }
  if (typeof value !== "string") {
    return badRow(row, "INVALID_TEXT", `Its ${columns.text} is a ${typeof value}, not a string.`, raw);
  }
  if (value.length <= columns.maxTextLength) return undefined;
  const message = `Its ${columns.text} has ${value.length} characters, over ${columns.maxTextLength}.`;
  return badRow(row, "TEXT_TOO_LONG", message, raw);
}

/** The id of a row: a string or a number as it is, anything else by the row's place. */
export function idOf(value: unknown, row: number): string | number {
  if (typeof value === "string" && value !== "") return value;
  return typeof value === "number" ? value : row;
}
