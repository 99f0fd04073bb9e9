import { UndefinedMetric } from "../errors.js";
import { type Codes, checkScores } from "./checks.js";
import { thresholdCounts } from "./roc-curve.js";

/** Precision and recall at every threshold. The last point is precision 1, recall 0, and has no threshold. */
export interface PrecisionRecallCurve {
  readonly precision: readonly number[];
  readonly recall: readonly number[];
  /** Rows with at least this score count as positive; ascending. */
  readonly thresholds: readonly number[];
}

/**
 * Precision and recall at every threshold, from the lowest to the highest.
 *
 * @param actual  0 or 1 for each row.
 * @param scores  One per row; a higher score is more positive.
 * @throws `UNDEFINED_METRIC` when there is no positive row; `SHAPE_MISMATCH`, `NOT_FINITE`, `INVALID_OPTION`.
 * @see    scikit-learn's `precision_recall_curve`.
 * @example
 * precisionRecallCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).recall; // => [1, 1, 0.5, 0.5, 0]
 */
export function precisionRecallCurve(actual: Codes, scores: ArrayLike<number>): PrecisionRecallCurve {
  const positives = checkPositives(actual, scores, "precisionRecallCurve");
  const { thresholds, truePositives: tp, falsePositives: fp } = thresholdCounts(actual, scores);
  return {
    precision: [...tp.map((count, k) => count / (count + fp[k]!)).reverse(), 1],
    recall: [...tp.map((count) => count / positives).reverse(), 0],
    thresholds: [...thresholds].reverse(),
  };
}

/**
 * The average precision: the area under the precision-recall curve as a step function, Σ (Rₙ − Rₙ₋₁)·Pₙ.
 *
 * @param actual  0 or 1 for each row.
 * @param scores  One per row; a higher score is more positive.
 * @throws `UNDEFINED_METRIC` when there is no positive row; `SHAPE_MISMATCH`, `NOT_FINITE`, `INVALID_OPTION`.
 * @see    scikit-learn's `average_precision_score`.
 * @example
 * averagePrecisionScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // => 0.8333333333333333
 */
export function averagePrecisionScore(actual: Codes, scores: ArrayLike<number>): number {
  const positives = checkPositives(actual, scores, "averagePrecisionScore");
  const { truePositives: tp, falsePositives: fp } = thresholdCounts(actual, scores);
  let area = 0;
  for (let k = 0; k < tp.length; k++) {
    area += ((tp[k]! - (tp[k - 1] ?? 0)) / positives) * (tp[k]! / (tp[k]! + fp[k]!));
  }
  return area;
}

function checkPositives(actual: Codes, scores: ArrayLike<number>, metric: string): number {
  const positives = checkScores(actual, scores, metric);
  if (positives === 0) throw UndefinedMetric.create({ metric, reason: "there is no positive row" });
  return positives;
}
