import { cramerVonMisesSf } from "@imdb/measures";
import type { DriftMethod } from "./method.js";

/**
 * Two-sample Cramér–von Mises test with midranks: the mean squared difference of the distribution functions,
 * with the asymptotic p-value.
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
    let before = 0;
    let a = 0;
    let b = 0;
    let first = 0;
    let second = 0;
    for (let i = 0; i < keys.length; i++) {
      const size = reference[i]! + current[i]!;
      const rank = before + (size + 1) / 2;
      first += squares(rank - a, reference[i]!);
      second += squares(rank - b, current[i]!);
      before += size;
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
