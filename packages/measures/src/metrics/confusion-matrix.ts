import { type Codes, checkCodes } from "./check-codes.js";

/**
 * Counts rows by actual and predicted class: `matrix[a][p]` rows of class a were predicted as p.
 *
 * @param classes  Number of classes; default: the highest code seen, plus 1.
 * @throws `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`, `UNDEFINED_METRIC` when there are no rows.
 * @see    scikit-learn's `confusion_matrix`.
 * @example
 * confusionMatrix([0, 0, 1], [0, 1, 1]); // => [[1, 1], [0, 1]]
 */
export function confusionMatrix(actual: Codes, predicted: Codes, classes = 0): number[][] {
  const size = Math.max(classes, checkCodes(actual, predicted, "confusionMatrix"));
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let i = 0; i < actual.length; i++) matrix[actual[i]!]![predicted[i]!]!++;
  return matrix;
}
