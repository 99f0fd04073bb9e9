import type { Codes } from "./check-codes.js";
import { type AverageOptions, precisionRecallFscore } from "./precision-recall-fscore.js";

/**
 * The harmonic mean of precision and recall: 2·tp / (2·tp + fp + fn).
 *
 * @throws What `precisionRecallFscore` throws.
 * @see    scikit-learn's `f1_score`.
 * @example
 * f1Score([0, 1, 1, 0], [0, 1, 0, 0]); // => 0.6666666666666666
 */
export function f1Score(actual: Codes, predicted: Codes, options: AverageOptions = {}): number {
  return precisionRecallFscore(actual, predicted, options).fscore;
}
