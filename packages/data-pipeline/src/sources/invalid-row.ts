/** A row that did not become an example: its place, what is wrong with it, and the row itself. */
export interface InvalidRow {
  /** The file, or the archive entry, by its name. */
  readonly source: string;
  /** The row's number in its source, from 1. */
  readonly row?: number;
  /** The line that it begins in, from 1, for files of lines. */
  readonly line?: number;
  readonly id?: string;
  readonly field?: string;
  /** What is wrong, in one clause. */
  readonly problem: string;
  /** What may help, in one clause. */
  readonly hint?: string;
  /** The row as it was read. Bytes that are not UTF-8 are in base64. */
  readonly raw?: unknown;
}
