import { assertTrain, type CsrMatrix, ShapeMismatch, type TrainLabels } from "@imdb/core";
import { NegativeFeature } from "../errors.js";

/**
 * The chi² statistic of each column and the classes: how far the sums of its values per class are from what
 * they would be if it had nothing to do with the class. The same numbers as scikit-learn's `chi2`; 0, where
 * that gives NaN, for a column without values.
 *
 * `χ² = Σ_c (observed_c − expected_c)² / expected_c` with `expected_c = share of class c · sum of the column`.
 *
 * @throws `NEGATIVE_FEATURE`, `SHAPE_MISMATCH`, `NOT_TRAIN_SPLIT`
 * @example
 * const matrix = csrFromRows([[[0, 2]], [[1, 2]]], 2);
 * const labels = { role: "train", classes: ["no", "yes"], codes: Int32Array.of(0, 1) } as const;
 * Array.from(chi2(matrix, labels)); // => [2, 2]
 */
export function chi2(matrix: CsrMatrix, labels: TrainLabels): Float64Array {
  assertTrain(labels);
  if (labels.codes.length !== matrix.rows) {
    throw ShapeMismatch.create({ what: "Rows", expected: labels.codes.length, actual: matrix.rows });
  }
  const { rows, cols, indptr, indices, values } = matrix;
  const classes = labels.classes.length;
  const observed = new Float64Array(cols * classes);
  const rowsOf = new Float64Array(classes);
  for (let row = 0; row < rows; row++) {
    const code = labels.codes[row]!;
    rowsOf[code]!++;
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) {
      const value = values[k]!;
      if (value < 0) throw NegativeFeature.create({ row, column: indices[k]!, value });
      observed[indices[k]! * classes + code]! += value;
    }
  }
  const scores = new Float64Array(cols);
  for (let column = 0; column < cols; column++) {
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += observed[column * classes + c]!;
    for (let c = 0; c < classes && sum > 0; c++) {
      const expected = (rowsOf[c]! / rows) * sum;
      const off = observed[column * classes + c]! - expected;
      // A class without rows is neither expected nor observed.
      if (expected > 0) scores[column]! += (off * off) / expected;
    }
  }
  return scores;
}
