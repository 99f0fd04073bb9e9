import { normalSf } from "@imdb/measures";
import type { DriftMethod } from "./method.js";

/**
 * Mann–Whitney U test, two-sided: does one window tend to larger values? By the normal approximation with
 * corrections for ties and continuity. (Evidently asks the one-sided question whether the current values are
 * larger, and misses a shift downwards.)
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
    let before = 0;
    let rankSum = 0;
    let ties = 0;
    for (let i = 0; i < keys.length; i++) {
      const size = reference[i]! + current[i]!;
      rankSum += reference[i]! * (before + (size + 1) / 2);
      ties += size ** 3 - size;
      before += size;
    }
    const statistic = rankSum - (m * (m + 1)) / 2;
    const deviation = Math.sqrt(((m * n) / 12) * (total + 1 - ties / (total * (total - 1))));
    if (!(deviation > 0)) return { statistic, pValue: 1 };
    const z = (Math.max(statistic, m * n - statistic) - (m * n) / 2 - 0.5) / deviation;
    return { statistic, pValue: Math.min(1, 2 * normalSf(z)) };
  },
};
