import type { ReadingOptions } from "@imdb/rows/node";

/** The columns of the file by their use. */
export interface ProjectColumns {
  readonly text: string;
  readonly label: string;
  readonly id?: string;
  /** Rows of one group (a product, an author) are in the same part of a split. */
  readonly group?: string;
}

/** How the file is read, as far as its name and its first line do not say it. The fields are those of `readFrom` of `@imdb/data-pipeline`. */
export interface ProjectReading extends ReadingOptions {}

/** A file that a classifier can be trained on. */
export interface ProjectData {
  readonly file: string;
  readonly columns: ProjectColumns;
  readonly reading?: ProjectReading;
  /** The number of usable rows for each label. */
  readonly rows: Readonly<Record<string, number>>;
  /** The number of rows that training will quarantine. */
  readonly unusableRows: number;
  /** The place of the first of them and what is wrong with it, and what may help. */
  readonly firstProblem?: string;
}
