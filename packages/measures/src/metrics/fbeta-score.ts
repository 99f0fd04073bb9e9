import type { Codes } from "./check-codes.js";
import { type AverageOptions, precisionRecallFscore } from "./precision-recall-fscore.js";

/**
 * The weighted harmonic mean of precision and recall; `beta` above 1 favours recall.
 *
 * @throws What `precisionRecallFscore` throws.
 * @see    scikit-learn's `fbeta_score`.
 * @example
 * fbetaScore([0, 1, 1, 0], [0, 1, 0, 0], 2); // => 0.5555555555555556
 */
export function fbetaScore(
  actual: Codes,
  predicted: Codes,
  beta: number,
  options: AverageOptions = {},
): number {
  return precisionRecallFscore(actual, predicted, { ...options, beta }).fscore;
}
