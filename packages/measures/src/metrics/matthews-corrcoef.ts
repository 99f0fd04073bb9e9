import type { Codes } from "./check-codes.js";
import { confusionMatrix } from "./confusion-matrix.js";

/**
 * The correlation of predicted and actual classes, −1 to 1; 0 when either side holds one class only.
 *
 * @throws `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`, `UNDEFINED_METRIC` when there are no rows.
 * @see    Gorodkin (2004), Comparing two K-category assignments; scikit-learn's `matthews_corrcoef`.
 * @example
 * matthewsCorrcoef([1, 1, 1, 0], [1, 0, 1, 1]); // => -0.3333333333333333
 */
export function matthewsCorrcoef(actual: Codes, predicted: Codes): number {
  const matrix = confusionMatrix(actual, predicted);
  const rows = matrix.map((row) => row.reduce((a, b) => a + b, 0));
  const columns = matrix.map((_, k) => matrix.reduce((sum, row) => sum + row[k]!, 0));
  const n = actual.length;
  const right = matrix.reduce((sum, row, k) => sum + row[k]!, 0);
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  const spread = Math.sqrt((n * n - dot(columns, columns)) * (n * n - dot(rows, rows)));
  return spread === 0 ? 0 : (right * n - dot(rows, columns)) / spread;
}
