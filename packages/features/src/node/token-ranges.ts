import type { RankedStream } from "../engine/ranked-stream.js";

/** A half-open range of first tokens. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/** Cuts the ranks into ranges with about the same number of occurrences each; some may be empty. */
export function tokenRanges({ ranks, occurrences }: RankedStream, parts: number): TokenRange[] {
  const ends = new Float64Array(ranks);
  let total = 0;
  for (let rank = 0; rank < ranks; rank++) ends[rank] = total += occurrences[rank]!;
  const bounds = [0];
  for (let rank = 0; rank < ranks && bounds.length < parts; rank++) {
    if (ends[rank]! >= (total / parts) * bounds.length) bounds.push(rank + 1);
  }
  while (bounds.length <= parts) bounds.push(ranks);
  return bounds.slice(1).map((to, k) => ({ from: bounds[k]!, to }));
}
