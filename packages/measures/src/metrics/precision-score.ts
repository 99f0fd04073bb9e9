import type { Codes } from "./check-codes.js";
import { type AverageOptions, precisionRecallFscore } from "./precision-recall-fscore.js";

/**
 * The share of the rows predicted positive that are: tp / (tp + fp).
 *
 * @throws What `precisionRecallFscore` throws.
 * @see    scikit-learn's `precision_score`.
 * @example
 * precisionScore([0, 1, 1, 0], [0, 1, 0, 0]); // => 1
 */
export function precisionScore(actual: Codes, predicted: Codes, options: AverageOptions = {}): number {
  return precisionRecallFscore(actual, predicted, options).precision;
}
