/** The distinct columns of a document, and the count of each. */
export class ColumnRuns {
  columns = new Uint32Array(1024);
  /** Where the run of each column ends in the sorted columns. */
  ends = new Uint32Array(1024);

  /** Finds the runs of equal columns in sorted ones, and returns the number of runs. */
  find(sorted: Uint32Array, count: number): number {
    if (this.columns.length < count || this.columns.length > MAX_KEPT) {
      this.columns = new Uint32Array(Math.max(count, 1024));
      this.ends = new Uint32Array(this.columns.length);
    }
    const { columns, ends } = this;
    if (count === 0) return 0;
    let run = 0;
    let last = sorted[0]!;
    for (let k = 0; k < count; k++) {
      const column = sorted[k]!;
      // Moves on at a new column. Written without an `if`: a processor cannot predict which columns are new.
      run += ((last ^ column) | -(last ^ column)) >>> 31;
      columns[run] = column;
      ends[run] = k + 1;
      last = column;
    }
    return run + 1;
  }
}

const MAX_KEPT = 1 << 16;
