import { chiSquaredSf, fisherExact as fisherPValue, normalSf } from "@imdb/measures";
import type { DriftMethod, DriftScore } from "./method.js";
import type { CategoricalPair } from "./pair.js";

/**
 * Pearson's chi-squared test of the current counts against the shares of the reference, as in Evidently. The reference
 * is taken as exact, so a category that the reference does not have makes the p-value 0. Use
 * {@link chiSquareContingency} when the reference is not much larger than the window.
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
 * Pearson's chi-squared test of the hypothesis that both windows have the same shares. Both windows are samples, so a new
 * category does not make the p-value 0.
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
 * G-test (likelihood ratio) of the hypothesis that both windows have the same shares of categories.
 *
 * @see Wilks (1938); `scipy.stats.chi2_contingency(correction=False, lambda_="log-likelihood")`. Evidently
 *      compares raw counts, which is wrong for windows of different sizes.
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
 * Fisher's exact test of two categories. With more categories, the first is compared with all others together. The
 * statistic is the odds ratio, and 0 where that is not defined.
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
 * With more than two categories, the first is compared with all others together.
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

/** A test of two samples. Its statistic is a sum over the observed and expected counts of both windows. */
function contingency(
  { keys, reference, current, referenceCount, currentCount }: CategoricalPair,
  term: (observed: number, expected: number) => number,
): DriftScore {
  const total = referenceCount + currentCount;
  let statistic = 0;
  for (let i = 0; i < keys.length; i++) {
    const both = reference[i]! + current[i]!;
    statistic += term(reference[i]!, (both * referenceCount) / total);
    statistic += term(current[i]!, (both * currentCount) / total);
  }
  return chiSquaredTest(statistic, keys.length);
}

function chiSquaredTest(statistic: number, categories: number): DriftScore {
  return { statistic, pValue: categories < 2 ? 1 : chiSquaredSf(statistic, categories - 1) };
}
