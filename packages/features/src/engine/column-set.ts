/**
 * The columns of one document with their values, which are read in order: a bitmap with a bit for each column, and a
 * summary with a bit for each word of the bitmap that is not 0. So the time depends on the number of columns of a
 * document and on the few words of the summary, and nothing is sorted or compared.
 *
 * @see Bentley (1986), Programming Pearls, column 1.
 */
export class ColumnSet {
  private readonly values: Uint32Array;
  private readonly words: Uint32Array;
  private readonly summary: Uint32Array;

  /** @param columns  Number of columns. */
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

  /** Writes the columns, ascending, and their values from `at` on, empties the set, and returns where they end. */
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
