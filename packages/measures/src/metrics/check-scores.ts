import { NotFinite, UndefinedMetric } from "../errors.js";
import { type Codes, checkCodes, checkLength } from "./check-codes.js";

/** Checks binary codes (0 or 1) with a finite score each; returns the number of positive rows. */
export function checkScores(actual: Codes, scores: ArrayLike<number>, metric: string): number {
  checkLength(actual, scores.length, metric);
  if (checkCodes(actual, actual, metric) > 2) {
    throw UndefinedMetric.create({ metric, reason: "it compares two classes, and there are more" });
  }
  let positives = 0;
  for (let i = 0; i < scores.length; i++) {
    if (!Number.isFinite(scores[i])) {
      throw NotFinite.create({ what: `Scores for ${metric}`, position: i, value: String(scores[i]) });
    }
    positives += actual[i]!;
  }
  return positives;
}

/** Row numbers by score, highest first. */
export function byScore(scores: ArrayLike<number>): Uint32Array {
  return Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
}
