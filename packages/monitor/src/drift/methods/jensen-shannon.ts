import { type BinnedShares, sharesOfCategories, sharesOfNumbers } from "./binned.js";
import type { DriftMethod } from "./method.js";

/**
 * Jensen–Shannon distance: the square root of the divergence of both windows from their mean, in nats; from 0
 * to √ln 2. Numbers with more than 20 different values are binned by Sturges' rule.
 *
 * @see Endres & Schindelin (2003), A new metric for probability distributions;
 *      `scipy.spatial.distance.jensenshannon`.
 */
export const jensenShannon: DriftMethod = {
  name: "jensenshannon",
  title: "Jensen–Shannon distance",
  result: "distance",
  threshold: 0.1,
  numeric: (pair) => ({ statistic: distance(sharesOfNumbers(pair)), pValue: null }),
  categorical: (pair) => ({ statistic: distance(sharesOfCategories(pair)), pValue: null }),
};

function distance({ reference, current }: BinnedShares): number {
  let divergence = 0;
  for (let i = 0; i < reference.length; i++) {
    const p = reference[i]!;
    const q = current[i]!;
    const mean = (p + q) / 2;
    if (p > 0) divergence += p * Math.log(p / mean);
    if (q > 0) divergence += q * Math.log(q / mean);
  }
  return Math.sqrt(Math.max(0, divergence) / 2);
}
