import { normalSf } from "@imdb/measures";
import type { DriftMethod } from "./method.js";

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
