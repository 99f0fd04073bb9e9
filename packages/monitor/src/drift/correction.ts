/** How p-values are raised for having been many. */
export type Correction = "none" | "bonferroni" | "holm" | "benjaminiHochberg";

/**
 * P-values corrected for having been tested together, in their order.
 *
 * `bonferroni` and `holm` bound the chance of any false alarm, `benjaminiHochberg` the expected share of false
 * alarms among all alarms.
 *
 * @see Holm (1979), A simple sequentially rejective multiple test procedure; Benjamini & Hochberg (1995),
 *      Controlling the false discovery rate; `scipy.stats.false_discovery_control`, R's `p.adjust`.
 * @example
 * adjustPValues([0.01, 0.04], "bonferroni"); // => [0.02,0.08]
 */
export function adjustPValues(pValues: readonly number[], correction: Correction): number[] {
  const n = pValues.length;
  if (correction === "none") return [...pValues];
  if (correction === "bonferroni") return pValues.map((p) => Math.min(1, n * p));
  const ascending = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]! || a - b);
  const adjusted = new Array<number>(n);
  if (correction === "holm") {
    let highest = 0;
    ascending.forEach((index, rank) => {
      highest = Math.max(highest, Math.min(1, (n - rank) * pValues[index]!));
      adjusted[index] = highest;
    });
    return adjusted;
  }
  let lowest = 1;
  for (let rank = n - 1; rank >= 0; rank--) {
    const index = ascending[rank]!;
    lowest = Math.min(lowest, (n / (rank + 1)) * pValues[index]!);
    adjusted[index] = lowest;
  }
  return adjusted;
}

/** The same where some were not tested: their null stays, and they do not count. */
export function adjustKnown(pValues: readonly (number | null)[], correction: Correction): (number | null)[] {
  const adjusted = adjustPValues(
    pValues.filter((p) => p !== null),
    correction,
  ).values();
  return pValues.map((p) => (p === null ? null : adjusted.next().value!));
}
