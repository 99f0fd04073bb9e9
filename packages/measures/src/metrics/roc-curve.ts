import { UndefinedMetric } from "../errors.js";
import type { Codes } from "./check-codes.js";
import { checkScores } from "./check-scores.js";
import { thresholdCounts } from "./threshold-counts.js";

/** A receiver operating characteristic, from (0, 0) to (1, 1). */
export interface RocCurve {
  /** False positive rates. */
  readonly fpr: readonly number[];
  /** True positive rates. */
  readonly tpr: readonly number[];
  /** Rows with at least this score count as positive; the first is `Infinity`. */
  readonly thresholds: readonly number[];
}

/**
 * The true against the false positive rate at every threshold. Points on a straight stretch are left out, as
 * scikit-learn does by default.
 *
 * @param actual  0 or 1 a row.
 * @param scores  Higher is more positive.
 * @throws `UNDEFINED_METRIC` unless both classes occur; `SHAPE_MISMATCH`, `NOT_FINITE`.
 * @see    scikit-learn's `roc_curve`.
 * @example
 * rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).tpr; // => [0, 0.5, 0.5, 1, 1]
 */
export function rocCurve(actual: Codes, scores: ArrayLike<number>): RocCurve {
  const positives = checkScores(actual, scores, "rocCurve");
  const negatives = actual.length - positives;
  if (positives === 0 || negatives === 0) {
    throw UndefinedMetric.create({ metric: "rocCurve", reason: "only one class occurs" });
  }
  const { thresholds, truePositives: tp, falsePositives: fp } = thresholdCounts(actual, scores);
  const last = tp.length - 1;
  const kept = tp.map((_, k) => k).filter((k) => k === 0 || k === last || bends(tp, k) || bends(fp, k));
  return {
    fpr: [0, ...kept.map((k) => fp[k]! / negatives)],
    tpr: [0, ...kept.map((k) => tp[k]! / positives)],
    thresholds: [Number.POSITIVE_INFINITY, ...kept.map((k) => thresholds[k]!)],
  };
}

function bends(counts: readonly number[], k: number): boolean {
  return counts[k + 1]! - 2 * counts[k]! + counts[k - 1]! !== 0;
}
