/** Pairs of texts that were compared: a few million, and a few hundred megabytes. A Set has at most 2^24 members. */
const MOST_PAIRS = 1 << 22;

/** Remembers pairs of numbers, up to a limit; a pair that is forgotten is compared again, with the same result. */
export interface PairMemory {
  has(a: number, b: number): boolean;
  add(a: number, b: number): void;
}

/**
 * Makes a memory of pairs of numbers below `n`.
 *
 * @param limit  The number of pairs that are kept: the first ones. Default 4,194,304.
 */
export function createPairMemory(n: number, limit: number = MOST_PAIRS): PairMemory {
  const pairs = new Set<number>();
  return {
    has: (a, b) => pairs.has(a * n + b),
    add(a, b) {
      if (pairs.size < limit) pairs.add(a * n + b);
    },
  };
}
