import { type BinnedShares, sharesOfCategories, sharesOfNumbers, withoutZeros } from "./binned.js";
import type { DriftMethod } from "./method.js";

/**
 * Kullback–Leibler divergence of the reference from the current window, in nats.
 *
 * @see Kullback & Leibler (1951), On information and sufficiency; `scipy.stats.entropy`, zeros replaced as
 *      Evidently does.
 */
export const kullbackLeibler: DriftMethod = {
  name: "kl_div",
  title: "Kullback–Leibler divergence",
  result: "distance",
  threshold: 0.1,
  numeric: (pair) => ({ statistic: divergence(sharesOfNumbers(pair)), pValue: null }),
  categorical: (pair) => ({ statistic: divergence(sharesOfCategories(pair)), pValue: null }),
};

function divergence(shares: BinnedShares): number {
  const reference = toOne(withoutZeros(shares.reference));
  const current = toOne(withoutZeros(shares.current));
  let sum = 0;
  for (let i = 0; i < reference.length; i++) sum += reference[i]! * Math.log(reference[i]! / current[i]!);
  return sum;
}

/** Scaled to sum to 1 again, after zeros were replaced. */
function toOne(shares: Float64Array): Float64Array {
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}
