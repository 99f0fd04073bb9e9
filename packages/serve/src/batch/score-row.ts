import {
  ownField,
  plainValue,
  type ReadRow,
  type RowPlace,
  rowJson,
  textColumnWords,
  textField,
} from "@imdb/rows";
import type { Columns } from "./columns.js";

/** A row of a batch that can be scored. */
export interface ScorableRow {
  /** Its name in the output: its id, or its number where it has none. */
  readonly id: string | number;
  readonly text: string;
  /** Values of the columns that are copied to the output. */
  readonly kept: readonly unknown[];
}

/** A row that cannot be scored, as it is written to the quarantine file. */
export interface QuarantinedRow {
  /** Its number in the input, from 1, without a header; and the line that it begins in, except in Parquet. */
  readonly row: number;
  readonly line?: number;
  /** A code that does not change: a `RowFault` of `@imdb/rows`, `NOT_AN_OBJECT`, `NO_TEXT`, `INVALID_TEXT`, `TEXT_TOO_LONG`. */
  readonly reason: string;
  readonly message: string;
  /** The beginning of the row as it was read. */
  readonly raw: string;
}

/** What of a row is scored, or why it cannot be scored. */
export type BatchRow = ScorableRow | QuarantinedRow;

const RAW_LIMIT = 1000;

/**
 * The same as plain data, for a row that is read before it is sent to a thread: a thread gets objects without their
 * classes, and would not know a number with all its digits.
 */
export function heldRow(read: ReadRow, columns: Columns): BatchRow {
  const row = scorableRow(read, columns);
  if ("reason" in row) return row;
  const kept = row.kept.map((value) => (typeof value === "object" ? JSON.parse(rowJson(value)) : value));
  return { ...row, kept };
}

/** What of a row is scored, or why it cannot be scored. */
export function scorableRow(read: ReadRow, columns: Columns): BatchRow {
  if ("fault" in read) {
    const raw = new TextDecoder().decode(read.raw.subarray(0, 4 * RAW_LIMIT));
    return quarantined(read, read.fault, read.problem, raw);
  }
  const text = textField(read.value, columns.text);
  if (typeof text !== "string") return quarantined(read, text.reason, text.problem, rowJson(read.value));
  const fields = read.value as object;
  if (text.length > columns.maxTextLength) {
    const problem = `its field ${textColumnWords(columns.text)} has ${text.length} characters, over ${columns.maxTextLength}`;
    return quarantined(read, "TEXT_TOO_LONG", problem, text);
  }
  return {
    id: idOf(columns.id === null ? undefined : plainValue(ownField(fields, columns.id)), read.row),
    text,
    kept: columns.keep.map((name) => plainValue(ownField(fields, name)) ?? null),
  };
}

function quarantined({ row, line }: RowPlace, reason: string, problem: string, raw: string): QuarantinedRow {
  const message = `${problem[0]!.toUpperCase()}${problem.slice(1)}.`;
  return { row, ...(line === undefined ? {} : { line }), reason, message, raw: raw.slice(0, RAW_LIMIT) };
}

/** The id of a row: a string or a number as it is, anything else by the number of the row. */
function idOf(value: unknown, row: number): string | number {
  if (typeof value === "string" && value !== "") return value;
  return typeof value === "number" ? value : row;
}
