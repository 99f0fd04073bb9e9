/** The texts of one band by their keys: a hash table with open addressing and a linked list for each key. */
export interface Buckets {
  /** The next text with the same key, in ascending order, or -1. */
  readonly next: Int32Array;
  /**
   * Fills the table with the keys of a band, in place of those of the band before.
   *
   * @returns The first text of each key that more than one text has.
   */
  fill(keys: Uint32Array, counts: Uint32Array, band: number, bands: number): readonly number[];
}

/** Buckets for `n` texts. */
export function createBuckets(n: number): Buckets {
  const slots = 2 ** Math.ceil(Math.log2(2 * n + 2));
  const heads = new Int32Array(slots);
  // Beside the head, so that looking at a slot does not reach into `keys`.
  const slotKeys = new Uint32Array(slots);
  const next = new Int32Array(n);
  const last = new Int32Array(n);
  return {
    next,
    fill(keys, counts, band, bands) {
      heads.fill(-1);
      next.fill(-1);
      const shared: number[] = [];
      for (let i = 0; i < n; i++) {
        // A text without words is similar to no other.
        if (counts[i] === 0) continue;
        const key = keys[i * bands + band]!;
        let slot = key & (slots - 1);
        while (heads[slot] !== -1 && slotKeys[slot] !== key) slot = (slot + 1) & (slots - 1);
        const first = heads[slot]!;
        if (first === -1) {
          heads[slot] = i;
          slotKeys[slot] = key;
        } else {
          if (next[first] === -1) shared.push(first);
          next[next[first] === -1 ? first : last[first]!] = i;
          last[first] = i;
        }
      }
      return shared;
    },
  };
}
