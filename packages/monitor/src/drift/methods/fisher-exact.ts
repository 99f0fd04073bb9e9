import { fisherExact as pValueOf } from "@imdb/measures";
import type { DriftMethod } from "./method.js";

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
    return { statistic: b * c === 0 ? 0 : (a * d) / (b * c), pValue: pValueOf(a, b, c, d) };
  },
};
