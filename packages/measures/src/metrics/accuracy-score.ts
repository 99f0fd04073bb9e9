import { type Codes, checkCodes } from "./check-codes.js";

/**
 * The share of rows predicted right.
 *
 * @throws `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`, `UNDEFINED_METRIC` when there are no rows.
 * @see    scikit-learn's `accuracy_score`.
 * @example
 * accuracyScore([0, 1, 1, 0], [0, 1, 0, 0]); // => 0.75
 */
export function accuracyScore(actual: Codes, predicted: Codes): number {
  checkCodes(actual, predicted, "accuracyScore");
  let right = 0;
  for (let i = 0; i < actual.length; i++) if (actual[i] === predicted[i]) right++;
  return right / actual.length;
}
