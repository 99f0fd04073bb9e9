/** Which column of the CSV is what. */
export interface ProjectColumns {
  readonly text: string;
  readonly label: string;
  readonly id?: string;
  /** Rows that belong together (a product, an author) stay on one side of the split. */
  readonly group?: string;
}

/** A CSV that was looked at and found fit to train on. */
export interface ProjectData {
  readonly file: string;
  readonly columns: ProjectColumns;
  /** Usable rows for each label. */
  readonly rows: Readonly<Record<string, number>>;
  /** Rows that training will set aside. */
  readonly unusableRows: number;
}
