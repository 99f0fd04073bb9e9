/** The different columns of a document, and how often each comes. */
export class ColumnRuns {
  columns = new Uint32Array(1024);
  /** Where the run of each column ends among those that it was made of. */
  ends = new Uint32Array(1024);

  /** Finds the runs of equal columns, which lie side by side; gives their number. */
  find(sorted: Uint32Array, count: number): number {
    if (this.columns.length < count || this.columns.length > KEEP_UP_TO) {
      this.columns = new Uint32Array(Math.max(count, 1024));
      this.ends = new Uint32Array(this.columns.length);
    }
    const { columns, ends } = this;
    if (count === 0) return 0;
    let run = 0;
    let last = sorted[0]!;
    for (let k = 0; k < count; k++) {
      const column = sorted[k]!;
      // One on a new column, without a branch: which are new cannot be predicted.
      run += ((last ^ column) | -(last ^ column)) >>> 31;
      columns[run] = column;
      ends[run] = k + 1;
      last = column;
    }
    return run + 1;
  }
}

const KEEP_UP_TO = 1 << 16;
