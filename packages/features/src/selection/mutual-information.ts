import { type CsrMatrix, portableLog, type TrainLabels } from "@imdb/core";
import { assertTrainLabels } from "../matrix-checks.js";
import { documentsPerClass } from "../transformers/documents-per-class.js";

/**
 * The mutual information, in nats, of each column's presence (a value other than 0) and the classes. The same
 * numbers as scikit-learn's `mutual_info_classif` on a matrix of zeros and ones.
 *
 * `I = Σ p(x, c) · ln(p(x, c) / (p(x) · p(c)))`
 *
 * @throws `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`, `NOT_TRAIN_SPLIT`, `INVALID_OPTION`
 * @see Cover & Thomas (2006), Elements of information theory, section 2.3.
 * @example
 * const matrix = csrFromRows([[[0, 1]], []], 1);
 * const labels = { role: "train", classes: ["no", "yes"], codes: Int32Array.of(0, 1) } as const;
 * mutualInformation(matrix, labels)[0] === Math.log(2); // => true
 */
export function mutualInformation(matrix: CsrMatrix, labels: TrainLabels): Float64Array {
  assertTrainLabels(matrix, labels);
  const { rows, cols } = matrix;
  const counts = documentsPerClass(matrix, labels);
  const rowsOf = new Float64Array(counts.length);
  for (const code of labels.codes) rowsOf[code]!++;
  const scores = new Float64Array(cols);
  for (let column = 0; column < cols; column++) {
    let having = 0;
    for (const present of counts) having += present[column]!;
    let sum = 0;
    for (let c = 0; c < counts.length; c++) {
      const both = counts[c]![column]!;
      sum += term(both, having, rowsOf[c]!, rows) + term(rowsOf[c]! - both, rows - having, rowsOf[c]!, rows);
    }
    scores[column] = Math.max(sum, 0);
  }
  return scores;
}

function term(both: number, feature: number, ofClass: number, rows: number): number {
  return both === 0 ? 0 : (both / rows) * portableLog((both * rows) / (feature * ofClass));
}
