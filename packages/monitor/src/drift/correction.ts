import { checkOption, listOf, oneOf, within } from "@imdb/core/options";

/** The corrections by name. */
export const CORRECTIONS = ["none", "bonferroni", "holm", "benjaminiHochberg"] as const;

/** How p-values are corrected for multiple tests. */
export type Correction = (typeof CORRECTIONS)[number];

/**
 * Corrects p-values for multiple tests. Entry i of the result belongs to entry i of the input.
 *
 * `bonferroni` and `holm` bound the probability of any false alarm. `benjaminiHochberg` bounds the expected share of
 * false alarms among all alarms.
 *
 * @throws `INVALID_OPTION`
 * @see Holm (1979), A simple sequentially rejective multiple test procedure; Benjamini & Hochberg (1995),
 *      Controlling the false discovery rate; `scipy.stats.false_discovery_control`, R's `p.adjust`.
 * @example
 * adjustPValues([0.01, 0.04], "bonferroni"); // => [0.02,0.08]
 */
export function adjustPValues(pValues: readonly number[], correction: Correction): number[] {
  checkOption("pValues", pValues, listOf(within(0, 1)), "adjustPValues");
  checkOption("correction", correction, oneOf(...CORRECTIONS), "adjustPValues");
  return correctPValues(pValues, correction);
}

/** The same for tests of which some have no p-value: `null` stays, and is not counted as a test. */
export function adjustKnown(pValues: readonly (number | null)[], correction: Correction): (number | null)[] {
  const known = correctPValues(
    pValues.filter((p) => p !== null),
    correction,
  ).values();
  return pValues.map((p) => (p === null ? null : known.next().value!));
}

/** {@link adjustPValues} for p-values that this package made. */
export function correctPValues(pValues: readonly number[], correction: Correction): number[] {
  const n = pValues.length;
  if (correction === "none") return [...pValues];
  if (correction === "bonferroni") return pValues.map((p) => Math.min(1, n * p));
  const ascending = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]! || a - b);
  const result = new Array<number>(n);
  if (correction === "holm") {
    let highest = 0;
    ascending.forEach((index, rank) => {
      highest = Math.max(highest, Math.min(1, (n - rank) * pValues[index]!));
      result[index] = highest;
    });
    return result;
  }
  let lowest = 1;
  for (let rank = n - 1; rank >= 0; rank--) {
    const index = ascending[rank]!;
    lowest = Math.min(lowest, (n / (rank + 1)) * pValues[index]!);
    result[index] = lowest;
  }
  return result;
}
