import type { Codes } from "./check-codes.js";
import { confusionMatrix } from "./confusion-matrix.js";

/**
 * The mean of the recalls of the classes that occur.
 *
 * @throws `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`, `UNDEFINED_METRIC` when there are no rows.
 * @see    scikit-learn's `balanced_accuracy_score`.
 * @example
 * balancedAccuracyScore([0, 0, 0, 1], [0, 0, 0, 0]); // => 0.5
 */
export function balancedAccuracyScore(actual: Codes, predicted: Codes): number {
  let sum = 0;
  let occurring = 0;
  confusionMatrix(actual, predicted).forEach((row, k) => {
    const support = row.reduce((a, b) => a + b, 0);
    if (support === 0) return;
    sum += row[k]! / support;
    occurring++;
  });
  return sum / occurring;
}
