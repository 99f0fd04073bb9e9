/**
 * The columns of one document with their values, drained in order: a bit for each column, and above each 32 words of
 * them a bit that says which words hold any. So a document costs its own columns and a walk over the few summary
 * words, and nothing is sorted or compared.
 *
 * @see Bentley (1986), Programming Pearls, column 1.
 */
export class ColumnSet {
  private readonly values: Uint32Array;
  private readonly words: Uint32Array;
  private readonly summary: Uint32Array;

  /** @param columns  How many columns there are. */
  constructor(columns: number) {
    this.values = new Uint32Array(columns);
    this.words = new Uint32Array((columns >>> 5) + 1);
    this.summary = new Uint32Array((columns >>> 10) + 1);
  }

  /** Adds a column, which must be new. */
  add(column: number, value: number): void {
    this.values[column] = value;
    this.words[column >>> 5]! |= 1 << (column & 31);
    this.summary[column >>> 10]! |= 1 << ((column >>> 5) & 31);
  }

  /** Writes the columns, ascending, and their values from `at` on, empties the set, and gives where they end. */
  drain(indices: Uint32Array, values: Float32Array, at: number): number {
    const { words, summary } = this;
    let used = at;
    for (let s = 0; s < summary.length; s++) {
      for (let above = summary[s]!; above !== 0; above &= above - 1) {
        const w = 32 * s + 31 - Math.clz32(above & -above);
        for (let bits = words[w]!; bits !== 0; bits &= bits - 1) {
          const column = 32 * w + 31 - Math.clz32(bits & -bits);
          indices[used] = column;
          values[used++] = this.values[column]!;
        }
        words[w] = 0;
      }
      summary[s] = 0;
    }
    return used;
  }
}
