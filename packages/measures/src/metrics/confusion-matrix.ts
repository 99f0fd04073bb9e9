import { UndefinedMetric } from "../errors.js";
import { type Codes, checkCodes } from "./checks.js";

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

/**
 * Agreement beyond chance: (p₀ − pₑ) / (1 − pₑ).
 *
 * @throws `UNDEFINED_METRIC` when both sides hold the same one class; `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`.
 * @see    Cohen (1960); scikit-learn's `cohen_kappa_score`.
 * @example
 * cohenKappaScore([0, 0, 1, 1], [0, 0, 1, 0]); // => 0.5
 */
export function cohenKappaScore(actual: Codes, predicted: Codes): number {
  const { rows, columns, right } = marginsOf(confusionMatrix(actual, predicted));
  const n = actual.length;
  const byChance = dot(rows, columns);
  if (byChance === n * n) {
    throw UndefinedMetric.create({ metric: "cohenKappaScore", reason: "one class only, on both sides" });
  }
  return (right * n - byChance) / (n * n - byChance);
}

/**
 * The correlation of predicted and actual classes, −1 to 1; 0 when either side holds one class only.
 *
 * @throws `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`, `UNDEFINED_METRIC` when there are no rows.
 * @see    Gorodkin (2004), Comparing two K-category assignments; scikit-learn's `matthews_corrcoef`.
 * @example
 * matthewsCorrcoef([1, 1, 1, 0], [1, 0, 1, 1]); // => -0.3333333333333333
 */
export function matthewsCorrcoef(actual: Codes, predicted: Codes): number {
  const { rows, columns, right } = marginsOf(confusionMatrix(actual, predicted));
  const n = actual.length;
  const spread = Math.sqrt((n * n - dot(columns, columns)) * (n * n - dot(rows, rows)));
  return spread === 0 ? 0 : (right * n - dot(rows, columns)) / spread;
}

/** How many rows are of each class, how many were predicted as it, and how many of them all rightly. */
export function marginsOf(matrix: readonly (readonly number[])[]) {
  return {
    rows: matrix.map((row) => row.reduce((a, b) => a + b, 0)),
    columns: matrix.map((_, k) => matrix.reduce((sum, row) => sum + row[k]!, 0)),
    right: matrix.reduce((sum, row, k) => sum + row[k]!, 0),
  };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
}
