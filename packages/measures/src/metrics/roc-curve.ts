import { checkLists } from "../arguments.js";
import { type Codes, checkBothClasses, orderByScore } from "./checks.js";

/** The numbers of true and false positives at every distinct score, from the highest score to the lowest. */
export interface ThresholdCounts {
  readonly thresholds: readonly number[];
  readonly truePositives: readonly number[];
  readonly falsePositives: readonly number[];
}

/**
 * Counts true and false positives when every distinct score is the threshold.
 *
 * @param actual  0 or 1 for each row.
 * @throws `INVALID_OPTION`
 */
export function thresholdCounts(actual: Codes, scores: ArrayLike<number>): ThresholdCounts {
  checkLists({ actual, scores });
  const order = orderByScore(scores);
  const thresholds: number[] = [];
  const truePositives: number[] = [];
  const falsePositives: number[] = [];
  let tp = 0;
  let fp = 0;
  for (let at = 0; at < order.length; at++) {
    const score = scores[order[at]!]!;
    if (actual[order[at]!] === 1) tp++;
    else fp++;
    if (at + 1 < order.length && scores[order[at + 1]!] === score) continue;
    thresholds.push(score);
    truePositives.push(tp);
    falsePositives.push(fp);
  }
  return { thresholds, truePositives, falsePositives };
}

/** A receiver operating characteristic (ROC) curve, from (0, 0) to (1, 1). */
export interface RocCurve {
  /** False positive rates. */
  readonly fpr: readonly number[];
  /** True positive rates. */
  readonly tpr: readonly number[];
  /** Rows with at least this score count as positive. The first threshold is `Infinity`. */
  readonly thresholds: readonly number[];
}

/**
 * The ROC curve: true and false positive rates at every threshold. Points on a straight line between their neighbours
 * are left out, as scikit-learn does by default.
 *
 * @param actual  0 or 1 for each row.
 * @param scores  One per row; a higher score is more positive.
 * @throws `UNDEFINED_METRIC` unless both classes occur; `SHAPE_MISMATCH`, `NOT_FINITE`, `INVALID_OPTION`.
 * @see    scikit-learn's `roc_curve`.
 * @example
 * rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).tpr; // => [0, 0.5, 0.5, 1, 1]
 */
export function rocCurve(actual: Codes, scores: ArrayLike<number>): RocCurve {
  const positives = checkBothClasses(actual, scores, "rocCurve");
  const negatives = actual.length - positives;
  const { thresholds, truePositives: tp, falsePositives: fp } = thresholdCounts(actual, scores);
  const last = tp.length - 1;
  const kept = tp.map((_, k) => k).filter((k) => k === 0 || k === last || isCorner(tp, k) || isCorner(fp, k));
  return {
    fpr: [0, ...kept.map((k) => fp[k]! / negatives)],
    tpr: [0, ...kept.map((k) => tp[k]! / positives)],
    thresholds: [Number.POSITIVE_INFINITY, ...kept.map((k) => thresholds[k]!)],
  };
}

/** Whether the counts change their slope at point k. */
function isCorner(counts: readonly number[], k: number): boolean {
  return counts[k + 1]! - 2 * counts[k]! + counts[k - 1]! !== 0;
}
