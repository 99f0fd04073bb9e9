/** What {@link allocate} fills. */
export interface WantedPart {
  /** The number of examples of each label. */
  readonly counts: readonly number[];
  /** The share of each label that the part should have. */
  readonly share: number;
  /** The size of the part. */
  readonly wanted: number;
  /** For each label the number of examples that are taken or kept for other held-out parts. */
  readonly taken: readonly number[];
  /** From this number of examples on a label has its place in every part, where the size allows it. */
  readonly parts: number;
}

/**
 * The number of examples of each label in a part, by largest remainders: each within one of its share. Of the labels whose
 * number is rounded up, those that the part would lack are first. A label with two examples or more keeps one for train,
 * unless the part cannot be filled otherwise.
 *
 * @returns The numbers, and how many examples are missing for the size of the part.
 */
export function allocate({ counts, share, wanted, taken, parts }: WantedPart): {
  readonly sizes: readonly number[];
  readonly missing: number;
} {
  const exact = counts.map((count) => count * share);
  const sizes = exact.map(Math.floor);
  const isLacked = (i: number) => (sizes[i] === 0 && counts[i]! >= parts ? 1 : 0);
  const lacked = counts.map((_, i) => isLacked(i));
  const byRemainder = exact
    .map((_, i) => i)
    .sort((a, b) => lacked[b]! - lacked[a]! || (exact[b]! % 1) - (exact[a]! % 1) || a - b);
  let missing = wanted - sizes.reduce((sum, size) => sum + size, 0);
  for (const kept of [1, 0]) {
    for (let before = -1; missing > 0 && missing !== before; ) {
      before = missing;
      for (const i of byRemainder) {
        if (missing === 0) break;
        const keptInTrain = counts[i]! > 1 ? kept : 0;
        if (sizes[i]! + taken[i]! + keptInTrain >= counts[i]!) continue;
        sizes[i] = sizes[i]! + 1;
        missing--;
      }
    }
  }
  return { sizes, missing };
}
