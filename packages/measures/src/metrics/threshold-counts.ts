import type { Codes } from "./check-codes.js";
import { byScore } from "./check-scores.js";

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
