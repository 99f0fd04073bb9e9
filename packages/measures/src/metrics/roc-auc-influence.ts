import { checkOption, stringList } from "@imdb/core/options";
import { checkLists } from "../arguments.js";

/** An area under the ROC curve, and the influence of each score on it. */
export interface RocAucInfluence {
  readonly area: number;
  /** The influence function at each score. Over the positives, and over the negatives, it sums to 0. */
  readonly influence: Float64Array;
}

/**
 * The area under the ROC curve and the influence of every score on it. {@link groupedVariance} of the influences is
 * the variance of the area when the scores of one group depend on each other.
 *
 * @param positive  1 or 0 for each score; both must occur.
 * @throws `INVALID_OPTION`
 * @see DeLong, DeLong & Clarke-Pearson (1988), Comparing the areas under two or more correlated ROC curves;
 *      Obuchowski (1997), Nonparametric analysis of clustered ROC curve data.
 */
export function rocAucInfluence(positive: ArrayLike<number>, scores: ArrayLike<number>): RocAucInfluence {
  checkLists({ positive, scores });
  const total = scores.length;
  const order = Array.from({ length: total }, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let m = 0;
  for (let i = 0; i < total; i++) m += positive[i]!;
  const n = total - m;
  const influence = new Float64Array(total);
  let positives = 0;
  let negatives = 0;
  let area = 0;
  for (let i = 0; i < total; ) {
    let end = i;
    let tied = 0;
    while (end < total && scores[order[end]!] === scores[order[i]!]) tied += positive[order[end++]!]!;
    const tiedNegatives = end - i - tied;
    for (let k = i; k < end; k++) {
      const isPositive = positive[order[k]!] === 1;
      // The share of the other class that is ordered rightly relative to this score; ties count half.
      const share = isPositive ? (negatives + tiedNegatives / 2) / n : 1 - (positives + tied / 2) / m;
      influence[order[k]!] = share;
      if (isPositive) area += share / m;
    }
    positives += tied;
    negatives += tiedNegatives;
    i = end;
  }
  for (let i = 0; i < total; i++) influence[i] = (influence[i]! - area) / (positive[i] === 1 ? m : n);
  return { area, influence };
}

/**
 * The variance of an estimate from its influences, which are independent between groups: the cluster-robust
 * (sandwich) variance, with a correction for a small number of groups.
 *
 * @param groups  The group of each influence.
 * @returns `Infinity` for fewer than two groups.
 * @throws `INVALID_OPTION`
 */
export function groupedVariance(influence: ArrayLike<number>, groups: readonly string[]): number {
  checkLists({ influence });
  checkOption("groups", groups, stringList);
  const sums = new Map<string, number>();
  groups.forEach((group, i) => {
    sums.set(group, (sums.get(group) ?? 0) + influence[i]!);
  });
  if (sums.size < 2) return Number.POSITIVE_INFINITY;
  let squares = 0;
  for (const sum of sums.values()) squares += sum * sum;
  return (squares * sums.size) / (sums.size - 1);
}
