import type { ReadRow, RowPlace } from "@imdb/rows";
import type { Columns } from "./columns.js";

/** A row of a batch that can be scored. */
export interface ScorableRow {
  /** What names it in the output: its id, or its place where it has none. */
  readonly id: string | number;
  readonly text: string;
  /** Values of the columns that go through to the output. */
  readonly kept: readonly unknown[];
}

/** A row that cannot be scored, as it goes to the quarantine file. */
export interface QuarantinedRow {
  /** Its place in the input, from 1, not counting a header; and the line that it begins in, but for Parquet. */
  readonly row: number;
  readonly line?: number;
  /** Stable: a `RowFault` of `@imdb/rows`, `NOT_AN_OBJECT`, `NO_TEXT`, `INVALID_TEXT`, `TEXT_TOO_LONG`. */
  readonly reason: string;
  readonly message: string;
  /** The beginning of the row as it was read. */
  readonly raw: string;
}

const RAW_LIMIT = 1000;

/** What of a row is scored, or why it cannot be. */
export function scorableRow(read: ReadRow, columns: Columns): ScorableRow | QuarantinedRow {
  if ("fault" in read) {
    const { fault, problem, raw } = read;
    const message = `${problem[0]!.toUpperCase()}${problem.slice(1)}.`;
    return quarantined(read, fault, message, new TextDecoder().decode(raw.subarray(0, 4 * RAW_LIMIT)));
  }
  const { value } = read;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return quarantined(read, "NOT_AN_OBJECT", "It is not a JSON object.", JSON.stringify(value));
  }
  const text = own(value, columns.text);
  if (text === undefined || text === null) {
    return quarantined(read, "NO_TEXT", `It has no ${columns.text}.`, json(value));
  }
  if (typeof text !== "string") {
    const message = `Its ${columns.text} is a ${typeof text}, not a string.`;
    return quarantined(read, "INVALID_TEXT", message, json(value));
  }
  if (text.length > columns.maxTextLength) {
    const message = `Its ${columns.text} has ${text.length} characters, over ${columns.maxTextLength}.`;
    return quarantined(read, "TEXT_TOO_LONG", message, text);
  }
  return {
    id: idOf(columns.id === null ? undefined : plain(own(value, columns.id)), read.row),
    text,
    kept: columns.keep.map((name) => plain(own(value, name)) ?? null),
  };
}

function quarantined({ row, line }: RowPlace, reason: string, message: string, raw: string): QuarantinedRow {
  return { row, ...(line === undefined ? {} : { line }), reason, message, raw: raw.slice(0, RAW_LIMIT) };
}

/** A field of the row itself: `__proto__` and `constructor` are names like others. */
function own(record: object, name: string): unknown {
  return Object.hasOwn(record, name) ? (record as Record<string, unknown>)[name] : undefined;
}

/** 64-bit integers as numbers where they fit, else as text; times as ISO 8601. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return value instanceof Date ? value.toISOString() : value;
}

function json(value: object): string {
  return JSON.stringify(value, (_, inner: unknown) => plain(inner));
}

/** The id of a row: a string or a number as it is, anything else by the row's place. */
function idOf(value: unknown, row: number): string | number {
  if (typeof value === "string" && value !== "") return value;
  return typeof value === "number" ? value : row;
}
