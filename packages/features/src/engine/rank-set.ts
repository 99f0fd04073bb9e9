/**
 * The ranks of one document with their counts, drained in order: a bit for each rank, and above each 32 words of
 * them a bit that says which words hold any. So a document costs its own ranks and a walk over the few summary
 * words, and nothing is sorted or compared.
 *
 * @see Bentley (1986), Programming Pearls, column 1.
 */
export class RankSet {
  private readonly counts: Uint32Array;
  private readonly words: Uint32Array;
  private readonly summary: Uint32Array;

  /** @param ranks  How many ranks there are. */
  constructor(ranks: number) {
    // The last place takes what has no rank, so that there is no branch on it.
    this.counts = new Uint32Array(ranks + 1);
    this.words = new Uint32Array((ranks >>> 5) + 1);
    this.summary = new Uint32Array((ranks >>> 10) + 1);
  }

  /** Counts one occurrence. */
  add(rank: number): void {
    this.counts[rank]!++;
    this.words[rank >>> 5]! |= 1 << (rank & 31);
    this.summary[rank >>> 10]! |= 1 << ((rank >>> 5) & 31);
  }

  /** Writes the ranks below `limit`, ascending, and their counts from `at` on, empties the set, and gives where they end. */
  drain(limit: number, indices: Uint32Array, values: Float32Array, at: number): number {
    const { counts, words, summary } = this;
    let used = at;
    for (let s = 0; s < summary.length; s++) {
      for (let above = summary[s]!; above !== 0; above &= above - 1) {
        const w = 32 * s + 31 - Math.clz32(above & -above);
        for (let bits = words[w]!; bits !== 0; bits &= bits - 1) {
          const rank = 32 * w + 31 - Math.clz32(bits & -bits);
          if (rank < limit) {
            indices[used] = rank;
            values[used++] = counts[rank]!;
          }
          counts[rank] = 0;
        }
        words[w] = 0;
      }
      summary[s] = 0;
    }
    return used;
  }
}
