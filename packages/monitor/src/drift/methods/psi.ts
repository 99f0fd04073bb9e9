import { type BinnedShares, sharesOfCategories, sharesOfNumbers, withoutZeros } from "./binned.js";
import type { DriftMethod } from "./method.js";

/**
 * Population stability index: the symmetric Kullback–Leibler divergence of the shares in bins. Customary
 * reading: below 0.1 stable, above 0.25 a large shift.
 *
 * @see Siddiqi (2006), Credit risk scorecards; zeros are replaced as Evidently does.
 */
export const psi: DriftMethod = {
  name: "psi",
  title: "Population stability index",
  result: "distance",
  threshold: 0.1,
  numeric: (pair) => ({ statistic: index(sharesOfNumbers(pair)), pValue: null }),
  categorical: (pair) => ({ statistic: index(sharesOfCategories(pair)), pValue: null }),
};

function index(shares: BinnedShares): number {
  const reference = withoutZeros(shares.reference);
  const current = withoutZeros(shares.current);
  let sum = 0;
  for (let i = 0; i < reference.length; i++) {
    sum += (reference[i]! - current[i]!) * Math.log(reference[i]! / current[i]!);
  }
  return sum;
}
