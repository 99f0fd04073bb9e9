import { cramerVonMisesSf, normalSf, studentSf } from "@imdb/measures";
import type { DriftMethod } from "./method.js";
import { meanOf, type NumericPair } from "./pair.js";

/**
 * Two-sided Student's t-test of the means, with the pooled variance.
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
    const degreesOfFreedom = m + n - 2;
    const difference = a.mean - b.mean;
    const pooled = (a.squares + b.squares) / degreesOfFreedom;
    if (degreesOfFreedom < 1) return { statistic: 0, pValue: 1 };
    if (!(pooled > 0)) return { statistic: 0, pValue: difference === 0 ? 1 : 0 };
    const statistic = difference / Math.sqrt(pooled * (1 / m + 1 / n));
    return { statistic, pValue: 2 * studentSf(Math.abs(statistic), degreesOfFreedom) };
  },
};

function moments(keys: NumericPair["keys"], counts: Float64Array, n: number) {
  const mean = meanOf(keys, counts, n);
  let squares = 0;
  for (let i = 0; i < keys.length; i++) squares += counts[i]! * (keys[i]! - mean) ** 2;
  return { mean, squares };
}

/**
 * Two-sided Mann–Whitney U test: does one window tend to larger values? It uses the normal approximation with
 * corrections for ties and continuity. Evidently's test is one-sided: it does not find smaller current values.
 *
 * @see Mann & Whitney (1947); `scipy.stats.mannwhitneyu(method="asymptotic")`.
 */
export const mannWhitney: DriftMethod = {
  name: "mannw",
  title: "Mann–Whitney U",
  result: "pValue",
  threshold: 0.05,
  numeric({ keys, reference, current, referenceCount: m, currentCount: n }) {
    const total = m + n;
    let cumulative = 0;
    let rankSum = 0;
    let ties = 0;
    for (let i = 0; i < keys.length; i++) {
      const size = reference[i]! + current[i]!;
      rankSum += reference[i]! * (cumulative + (size + 1) / 2);
      ties += size ** 3 - size;
      cumulative += size;
    }
    const statistic = rankSum - (m * (m + 1)) / 2;
    const deviation = Math.sqrt(((m * n) / 12) * (total + 1 - ties / (total * (total - 1))));
    if (!(deviation > 0)) return { statistic, pValue: 1 };
    const z = (Math.max(statistic, m * n - statistic) - (m * n) / 2 - 0.5) / deviation;
    return { statistic, pValue: Math.min(1, 2 * normalSf(z)) };
  },
};

/**
 * Two-sample Cramér–von Mises test with midranks. The statistic is the mean squared difference of the distribution
 * functions; the p-value is asymptotic.
 *
 * @see Anderson (1962), On the distribution of the two-sample Cramér–von Mises criterion;
 *      `scipy.stats.cramervonmises_2samp(method="asymptotic")`.
 */
export const cramerVonMises: DriftMethod = {
  name: "cramer_von_mises",
  title: "Cramér–von Mises",
  result: "pValue",
  threshold: 0.1,
  numeric({ keys, reference, current, referenceCount: m, currentCount: n }) {
    const total = m + n;
    if (keys.length < 2 || m < 2 || n < 2) return { statistic: 0, pValue: 1 };
    let cumulative = 0;
    let a = 0;
    let b = 0;
    let first = 0;
    let second = 0;
    for (let i = 0; i < keys.length; i++) {
      const size = reference[i]! + current[i]!;
      const rank = cumulative + (size + 1) / 2;
      first += squares(rank - a, reference[i]!);
      second += squares(rank - b, current[i]!);
      cumulative += size;
      a += reference[i]!;
      b += current[i]!;
    }
    const u = m * first + n * second;
    const k = m * n;
    const statistic = u / (k * total) - (4 * k - 1) / (6 * total);
    const mean = (1 + 1 / total) / 6;
    const variance =
      ((total + 1) * (4 * k * total - 3 * (m * m + n * n) - 2 * k)) / (45 * total * total * 4 * k);
    const normed = 1 / 6 + (statistic - mean) / Math.sqrt(45 * variance);
    return { statistic, pValue: cramerVonMisesSf(normed) };
  },
};

/** Sum of (x − i)² for i from 1 to n. */
function squares(x: number, n: number): number {
  return n * x * x - x * n * (n + 1) + (n * (n + 1) * (2 * n + 1)) / 6;
}
