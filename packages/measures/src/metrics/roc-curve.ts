import type { Codes } from "./checks.js";
import { byScore, checkBothClasses } from "./checks.js";

/** What a threshold takes as positive: counts for every distinct score, from the highest. */
export interface ThresholdCounts {
  readonly thresholds: readonly number[];
  readonly truePositives: readonly number[];
  readonly falsePositives: readonly number[];
}

/** Counts true and false positives at every distinct score. */
export function thresholdCounts(actual: Codes, scores: ArrayLike<number>): ThresholdCounts {
  const order = byScore(scores);
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
  const positives = checkBothClasses(actual, scores, "rocCurve");
  const negatives = actual.length - positives;
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
