import { chiSquaredSf } from "@imdb/measures";
import type { DriftMethod } from "./method.js";

/**
 * Pearson's chi-squared test of the current counts against the shares of the reference, as Evidently makes
 * it: the reference counts as exact, so a category it never had makes the p-value 0. With a reference that is
 * not much larger than the window, {@link chiSquareContingency} is the test to take.
 *
 * @see Pearson (1900); `scipy.stats.chisquare`.
 */
export const chiSquare: DriftMethod = {
  name: "chisquare",
  title: "Chi-squared",
  result: "pValue",
  threshold: 0.05,
  categorical({ keys, reference, current, referenceCount, currentCount }) {
    let statistic = 0;
    for (let i = 0; i < keys.length; i++) {
      const expected = (reference[i]! * currentCount) / referenceCount;
      statistic += (current[i]! - expected) ** 2 / expected;
    }
    return { statistic, pValue: keys.length < 2 ? 1 : chiSquaredSf(statistic, keys.length - 1) };
  },
};
