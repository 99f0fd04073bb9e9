/** Why a row cannot be read. Stable: programs may decide by it. */
export type RowFault = "BAD_QUOTES" | "WRONG_FIELD_COUNT" | "INVALID_UTF8" | "ROW_TOO_LONG" | "INVALID_JSON";

/** Where a row stands in its file. */
export interface RowPlace {
  /** From 1, without a header; empty lines count. */
  readonly row: number;
  /** The line of the file that the row begins in, from 1. Parquet has none. */
  readonly line?: number;
}

/** A row that was read: of CSV and Parquet an object with a field for each column, of JSON Lines any value. */
export interface GoodRow extends RowPlace {
  readonly value: unknown;
}

/** A row that cannot be read. */
export interface BadRow extends RowPlace {
  readonly fault: RowFault;
  /** What is wrong, in one clause. */
  readonly problem: string;
  readonly column?: string;
  /** The row as it lies in the file, without its line break; of one that is too long, the beginning. */
  readonly raw: Uint8Array;
  /** The fields of a CSV row that has too few or too many. */
  readonly fields?: readonly string[];
}

/** A row that was read, or what is wrong with it. */
export type ReadRow = GoodRow | BadRow;

/** A row longer than this is bad: nothing may make a reader hold a whole file. */
export const MAX_ROW_BYTES = 16 << 20;
