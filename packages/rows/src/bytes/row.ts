/** Why a row cannot be read. These codes do not change. */
export type RowFault = "BAD_QUOTES" | "WRONG_FIELD_COUNT" | "INVALID_UTF8" | "ROW_TOO_LONG" | "INVALID_JSON";

/** The place of a row in its file. */
export interface RowPlace {
  /** The number of the row, from 1. The header does not count, empty lines do. */
  readonly row: number;
  /** The number of the line that the row begins in, from 1. Rows of Parquet have none. */
  readonly line?: number;
}

/** A row that was read. Its value is an object with a field for each column; in JSON Lines it is any JSON value. */
export interface GoodRow extends RowPlace {
  readonly value: unknown;
}

/** A row that cannot be read. */
export interface BadRow extends RowPlace {
  readonly fault: RowFault;
  /** What is wrong, in one clause. */
  readonly problem: string;
  readonly column?: string;
  /** Of a row that is not UTF-8: the offset in the unpacked file of its first wrong byte, from 0. */
  readonly byte?: number;
  /** What may help, in one clause. */
  readonly hint?: string;
  /** The bytes of the row without its line break; of a row that is too long, the beginning. */
  readonly raw: Uint8Array;
  /** The fields of a CSV row that has too few or too many of them. */
  readonly fields?: readonly string[];
}

/** A row that was read, or what is wrong with it. */
export type ReadRow = GoodRow | BadRow;

/** The longest row in bytes. A longer one is a bad row, so that no file can make a reader hold all of it. */
export const MAX_ROW_BYTES = 16 << 20;
