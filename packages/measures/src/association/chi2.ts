import { assertTrain, type CsrMatrix, type TrainLabels } from "@imdb/core";
import { checkOption, csrMatrixRule } from "@imdb/core/options";
import { NegativeFeature } from "../errors.js";
import { checkLabels } from "../metrics/checks.js";

/**
 * The chi² statistic between each column and the class: how far the sums of its values per class are from the
 * sums that are expected when the column and the class are independent. The same numbers as scikit-learn's `chi2`,
 * but 0 instead of NaN for a column without values.
 *
 * `χ² = Σ_c (observed_c − expected_c)² / expected_c` with `expected_c = share of class c · sum of the column`.
 *
 * @returns One statistic per column.
 * @throws `NEGATIVE_FEATURE`, `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`, `NOT_TRAIN_SPLIT`, `INVALID_OPTION`
 * @example
 * const matrix = csrFromRows([[[0, 2]], [[1, 2]]], 2);
 * const labels = { role: "train", classes: ["no", "yes"], codes: Int32Array.of(0, 1) } as const;
 * Array.from(chi2(matrix, labels)); // => [2, 2]
 */
export function chi2(matrix: CsrMatrix, labels: TrainLabels): Float64Array {
  checkOption("matrix", matrix, csrMatrixRule);
  assertTrain(labels);
  const rowsPerClass = checkLabels(labels, matrix.rows, "labels");
  const { rows, cols, indptr, indices, values } = matrix;
  const classes = labels.classes.length;
  const observed = new Float64Array(cols * classes);
  for (let row = 0; row < rows; row++) {
    const code = labels.codes[row]!;
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) {
      const value = values[k]!;
      if (value < 0) {
        const reason = "chi² is defined for values from 0";
        throw NegativeFeature.create({ row, column: indices[k]!, value, reason });
      }
      observed[indices[k]! * classes + code]! += value;
    }
  }
  const scores = new Float64Array(cols);
  for (let column = 0; column < cols; column++) {
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += observed[column * classes + c]!;
    for (let c = 0; c < classes && sum > 0; c++) {
      const expected = (rowsPerClass[c]! / rows) * sum;
      const difference = observed[column * classes + c]! - expected;
      // A class without rows has neither expected nor observed values.
      if (expected > 0) scores[column]! += (difference * difference) / expected;
    }
  }
  return scores;
}
