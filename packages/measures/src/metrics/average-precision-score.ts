import { UndefinedMetric } from "../errors.js";
import type { Codes } from "./check-codes.js";
import { checkScores } from "./check-scores.js";
import { thresholdCounts } from "./threshold-counts.js";

/**
 * The area under the precision-recall curve as a step function: Σ (Rₙ − Rₙ₋₁)·Pₙ.
 *
 * @param actual  0 or 1 a row.
 * @param scores  Higher is more positive.
 * @throws `UNDEFINED_METRIC` without a positive row; `SHAPE_MISMATCH`, `NOT_FINITE`.
 * @see    scikit-learn's `average_precision_score`.
 * @example
 * averagePrecisionScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // => 0.8333333333333333
 */
export function averagePrecisionScore(actual: Codes, scores: ArrayLike<number>): number {
  const positives = checkScores(actual, scores, "averagePrecisionScore");
  if (positives === 0) {
    throw UndefinedMetric.create({ metric: "averagePrecisionScore", reason: "there is no positive row" });
  }
  const { truePositives: tp, falsePositives: fp } = thresholdCounts(actual, scores);
  let area = 0;
  for (let k = 0; k < tp.length; k++) {
    area += ((tp[k]! - (tp[k - 1] ?? 0)) / positives) * (tp[k]! / (tp[k]! + fp[k]!));
  }
  return area;
}
