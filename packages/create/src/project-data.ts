/** The columns of the file by their use. */
export interface ProjectColumns {
  readonly text: string;
  readonly label: string;
  readonly id?: string;
  /** Rows of one group (a product, an author) are in the same part of a split. */
  readonly group?: string;
}

/** A file that a classifier can be trained on. */
export interface ProjectData {
  readonly file: string;
  readonly columns: ProjectColumns;
  /** The number of usable rows for each label. */
  readonly rows: Readonly<Record<string, number>>;
  /** The number of rows that training will quarantine. */
  readonly unusableRows: number;
}
