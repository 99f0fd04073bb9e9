import { chiSquaredSf } from "@imdb/measures";
import type { DriftMethod } from "./method.js";

/**
 * Pearson's chi-squared test that both windows have the same shares: both are samples, and a new category is
 * as unlikely as its count says, not impossible.
 *
 * @see Pearson (1900); `scipy.stats.chi2_contingency(correction=False)`.
 */
export const chiSquareContingency: DriftMethod = {
  name: "chisquareContingency",
  title: "Chi-squared (two samples)",
  result: "pValue",
  threshold: 0.05,
  categorical({ keys, reference, current, referenceCount, currentCount }) {
    const total = referenceCount + currentCount;
    let statistic = 0;
    for (let i = 0; i < keys.length; i++) {
      const both = reference[i]! + current[i]!;
      const expectedReference = (both * referenceCount) / total;
      const expectedCurrent = (both * currentCount) / total;
      statistic += (reference[i]! - expectedReference) ** 2 / expectedReference;
      statistic += (current[i]! - expectedCurrent) ** 2 / expectedCurrent;
    }
    return { statistic, pValue: keys.length < 2 ? 1 : chiSquaredSf(statistic, keys.length - 1) };
  },
};
