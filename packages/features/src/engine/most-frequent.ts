/**
 * Those of `candidates` that have the greatest totals, at most `limit`; of equal ones those first.
 *
 * @param totals      One for each number below the greatest candidate's.
 * @param candidates  Ascending.
 * @returns           The chosen, ascending.
 */
export function mostFrequent(totals: Float64Array, candidates: Uint32Array, limit: number): Uint32Array {
  return candidates
    .slice()
    .sort((a, b) => totals[b]! - totals[a]! || a - b)
    .slice(0, limit)
    .sort();
}
