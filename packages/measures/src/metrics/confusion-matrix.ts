import { checkOption, integer } from "@imdb/core/options";
import { confusionRule } from "../arguments.js";
import { UndefinedMetric } from "../errors.js";
import { type Codes, checkCodes } from "./checks.js";
import { classCounts } from "./class-counts.js";

/**
 * The confusion matrix: `matrix[a][p]` is the number of rows of class a that were predicted as class p.
 *
 * @param classes  The smallest number of rows and columns. Default 0: the largest code plus 1.
 * @throws `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`, `INVALID_OPTION`, `UNDEFINED_METRIC` when there are no rows.
 * @see    scikit-learn's `confusion_matrix`.
 * @example
 * confusionMatrix([0, 0, 1], [0, 1, 1]); // => [[1, 1], [0, 1]]
 */
export function confusionMatrix(actual: Codes, predicted: Codes, classes = 0): number[][] {
  checkOption("classes", classes, integer(0, 65_536));
  const size = Math.max(classes, checkCodes(actual, predicted, "confusionMatrix"));
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let i = 0; i < actual.length; i++) matrix[actual[i]!]![predicted[i]!]!++;
  return matrix;
}

/**
 * The share of rows that are predicted right.
 *
 * @throws `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`, `INVALID_OPTION`, `UNDEFINED_METRIC` when there are no rows.
 * @see    scikit-learn's `accuracy_score`.
 * @example
 * accuracyScore([0, 1, 1, 0], [0, 1, 0, 0]); // => 0.75
 */
export function accuracyScore(actual: Codes, predicted: Codes): number {
  checkCodes(actual, predicted, "accuracyScore");
  let correct = 0;
  for (let i = 0; i < actual.length; i++) if (actual[i] === predicted[i]) correct++;
  return correct / actual.length;
}

/**
 * The mean of the recalls of the classes that occur.
 *
 * @throws `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`, `INVALID_OPTION`, `UNDEFINED_METRIC` when there are no rows.
 * @see    scikit-learn's `balanced_accuracy_score`.
 * @example
 * balancedAccuracyScore([0, 0, 0, 1], [0, 0, 0, 0]); // => 0.5
 */
export function balancedAccuracyScore(actual: Codes, predicted: Codes): number {
  let sum = 0;
  let occurring = 0;
  for (const { tp, fn } of classCounts(actual, predicted, "confusionMatrix")) {
    if (tp + fn === 0) continue;
    sum += tp / (tp + fn);
    occurring++;
  }
  return sum / occurring;
}

/**
 * Cohen's kappa, the agreement beyond chance: (p₀ − pₑ) / (1 − pₑ), where p₀ is the observed and pₑ the expected
 * agreement.
 *
 * @throws `UNDEFINED_METRIC` when all actual and predicted classes are the same one; `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`.
 * @see    Cohen (1960); scikit-learn's `cohen_kappa_score`.
 * @example
 * cohenKappaScore([0, 0, 1, 1], [0, 0, 1, 0]); // => 0.5
 */
export function cohenKappaScore(actual: Codes, predicted: Codes): number {
  const { rows, columns, correct } = marginsOfRows(actual, predicted);
  const n = actual.length;
  const expected = dot(rows, columns);
  if (expected === n * n) {
    throw UndefinedMetric.create({
      metric: "cohenKappaScore",
      reason: "all actual and predicted classes are the same one",
    });
  }
  return (correct * n - expected) / (n * n - expected);
}

/**
 * The Matthews correlation coefficient of predicted and actual classes, from −1 to 1. It is 0 when all actual or all
 * predicted classes are the same one.
 *
 * @throws `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`, `INVALID_OPTION`, `UNDEFINED_METRIC` when there are no rows.
 * @see    Gorodkin (2004), Comparing two K-category assignments; scikit-learn's `matthews_corrcoef`.
 * @example
 * matthewsCorrcoef([1, 1, 1, 0], [1, 0, 1, 1]); // => -0.3333333333333333
 */
export function matthewsCorrcoef(actual: Codes, predicted: Codes): number {
  const { rows, columns, correct } = marginsOfRows(actual, predicted);
  const n = actual.length;
  const scale = Math.sqrt((n * n - dot(columns, columns)) * (n * n - dot(rows, rows)));
  return scale === 0 ? 0 : (correct * n - dot(rows, columns)) / scale;
}

/** {@link marginsOf} their confusion matrix, which is not made. */
function marginsOfRows(actual: Codes, predicted: Codes) {
  const counts = classCounts(actual, predicted, "confusionMatrix");
  return {
    rows: counts.map(({ tp, fn }) => tp + fn),
    columns: counts.map(({ tp, fp }) => tp + fp),
    correct: counts.reduce((sum, { tp }) => sum + tp, 0),
  };
}

/** The row and column sums of a confusion matrix (actual and predicted rows of each class), and its trace. */
export function marginsOf(matrix: readonly (readonly number[])[]) {
  checkOption("matrix", matrix, confusionRule);
  return {
    rows: matrix.map((row) => row.reduce((a, b) => a + b, 0)),
    columns: matrix.map((_, k) => matrix.reduce((sum, row) => sum + row[k]!, 0)),
    correct: matrix.reduce((sum, row, k) => sum + row[k]!, 0),
  };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
}
