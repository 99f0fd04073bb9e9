import { chiSquaredSf, fisherExact as fisherPValue, normalSf } from "@imdb/measures";
import type { DriftMethod, DriftScore } from "./method.js";
import type { CategoricalPair } from "./pair.js";

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
    return chiSquaredTest(statistic, keys.length);
  },
};

/**
 * Pearson's chi-squared test that both windows have the same shares: both are samples, and a new category is
 * as unlikely as its count says, not impossible.
 *
 * @see Pearson (1900); `scipy.stats.chi2_contingency(correction=False)`.
 */
export const chiSquareContingency = {
  name: "chisquareContingency",
  title: "Chi-squared (two samples)",
  result: "pValue",
  threshold: 0.05,
  categorical: (pair: CategoricalPair) =>
    contingency(pair, (observed, expected) => (observed - expected) ** 2 / expected),
} as const satisfies DriftMethod;

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
  categorical: (pair) =>
    contingency(pair, (observed, expected) =>
      observed === 0 ? 0 : 2 * observed * Math.log(observed / expected),
    ),
};

/**
 * Fisher's exact test of two categories; more are compared as the first against the rest. The statistic is the
 * odds ratio, 0 where it has none.
 *
 * @see Fisher (1935); `scipy.stats.fisher_exact`.
 */
export const fisherExact: DriftMethod = {
  name: "fisher_exact",
  title: "Fisher's exact test",
  result: "pValue",
  threshold: 0.1,
  categorical({ keys, reference, current, referenceCount, currentCount }) {
    if (keys.length < 2) return { statistic: 1, pValue: 1 };
    const [a, b] = [current[0]!, currentCount - current[0]!];
    const [c, d] = [reference[0]!, referenceCount - reference[0]!];
    return { statistic: b * c === 0 ? 0 : (a * d) / (b * c), pValue: fisherPValue(a, b, c, d) };
  },
};

/**
 * Two-sided z-test of the share of one of two categories, with the pooled variance.
 *
 * More than two categories are compared as the first against the rest.
 */
export const zTest: DriftMethod = {
  name: "z",
  title: "Z-test of a share",
  result: "pValue",
  threshold: 0.05,
  categorical({ keys, reference, current, referenceCount: m, currentCount: n }) {
    if (keys.length < 2) return { statistic: 0, pValue: 1 };
    const pooled = 1 - (reference[0]! + current[0]!) / (m + n);
    const difference = current[0]! / n - reference[0]! / m;
    const statistic = difference / Math.sqrt(pooled * (1 - pooled) * (1 / m + 1 / n));
    return { statistic, pValue: Math.min(1, 2 * normalSf(Math.abs(statistic))) };
  },
};

/** The test whose statistic sums a part of each count of both windows and what was expected of it. */
function contingency(
  { keys, reference, current, referenceCount, currentCount }: CategoricalPair,
  part: (observed: number, expected: number) => number,
): DriftScore {
  const total = referenceCount + currentCount;
  let statistic = 0;
  for (let i = 0; i < keys.length; i++) {
    const both = reference[i]! + current[i]!;
    statistic += part(reference[i]!, (both * referenceCount) / total);
    statistic += part(current[i]!, (both * currentCount) / total);
  }
  return chiSquaredTest(statistic, keys.length);
}

function chiSquaredTest(statistic: number, categories: number): DriftScore {
  return { statistic, pValue: categories < 2 ? 1 : chiSquaredSf(statistic, categories - 1) };
}
