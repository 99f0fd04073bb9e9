import { studentSf } from "@imdb/measures";
import type { DriftMethod } from "./method.js";
import type { NumericPair } from "./pair.js";

/**
 * Student's t-test of the means, two-sided, with the pooled variance.
 *
 * @see Student (1908), The probable error of a mean; `scipy.stats.ttest_ind`.
 */
export const tTest: DriftMethod = {
  name: "t_test",
  title: "t-test of the mean",
  result: "pValue",
  threshold: 0.05,
  numeric(pair) {
    const { referenceCount: m, currentCount: n } = pair;
    const a = moments(pair.keys, pair.reference, m);
    const b = moments(pair.keys, pair.current, n);
    const degrees = m + n - 2;
    const difference = a.mean - b.mean;
    const pooled = (a.squares + b.squares) / degrees;
    if (degrees < 1 || !(pooled > 0))
      return { statistic: 0, pValue: difference === 0 || degrees < 1 ? 1 : 0 };
    const statistic = difference / Math.sqrt(pooled * (1 / m + 1 / n));
    return { statistic, pValue: 2 * studentSf(Math.abs(statistic), degrees) };
  },
};

function moments(
  keys: NumericPair["keys"],
  counts: Float64Array,
  n: number,
): { mean: number; squares: number } {
  let mean = 0;
  for (let i = 0; i < keys.length; i++) mean += keys[i]! * (counts[i]! / n);
  let squares = 0;
  for (let i = 0; i < keys.length; i++) squares += counts[i]! * (keys[i]! - mean) ** 2;
  return { mean, squares };
}
