import { chiSquaredSf } from "@imdb/measures";
import type { DriftMethod } from "./method.js";

/**
 * G-test (likelihood ratio) that both windows have the same shares of categories.
 *
 * @see Wilks (1938); `scipy.stats.chi2_contingency(correction=False, lambda_="log-likelihood")`. Evidently's
 *      compares raw counts, and so cannot take windows of two sizes.
 */
export const gTest: DriftMethod = {
  name: "g_test",
  title: "G-test",
  result: "pValue",
  threshold: 0.1,
  categorical({ keys, reference, current, referenceCount, currentCount }) {
    const total = referenceCount + currentCount;
    let statistic = 0;
    for (let i = 0; i < keys.length; i++) {
      const both = reference[i]! + current[i]!;
      statistic += part(reference[i]!, (both * referenceCount) / total);
      statistic += part(current[i]!, (both * currentCount) / total);
    }
    return { statistic, pValue: keys.length < 2 ? 1 : chiSquaredSf(statistic, keys.length - 1) };
  },
};

function part(observed: number, expected: number): number {
  return observed === 0 ? 0 : 2 * observed * Math.log(observed / expected);
}
