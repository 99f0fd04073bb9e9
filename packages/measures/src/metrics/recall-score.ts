import type { Codes } from "./check-codes.js";
import { type AverageOptions, precisionRecallFscore } from "./precision-recall-fscore.js";

/**
 * The share of the positive rows that were predicted so: tp / (tp + fn).
 *
 * @throws What `precisionRecallFscore` throws.
 * @see    scikit-learn's `recall_score`.
 * @example
 * recallScore([0, 1, 1, 0], [0, 1, 0, 0]); // => 0.5
 */
export function recallScore(actual: Codes, predicted: Codes, options: AverageOptions = {}): number {
  return precisionRecallFscore(actual, predicted, options).recall;
}
