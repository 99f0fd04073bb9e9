import { type CsrMatrix, InvalidCsrMatrix, type Labels } from "@imdb/core";

/** Σ of each feature's values over the rows of each class, `classes × features`, and the rows' own mass. */
export function featureMass(
  X: CsrMatrix,
  y: Labels,
  sampleWeight: ArrayLike<number> | undefined,
): { features: Float64Array; rows: Float64Array } {
  const features = new Float64Array(y.classes.length * X.cols);
  const rows = new Float64Array(y.classes.length);
  for (let i = 0; i < X.rows; i++) {
    const weight = sampleWeight ? sampleWeight[i]! : 1;
    const from = y.codes[i]! * X.cols;
    rows[y.codes[i]!] = rows[y.codes[i]!]! + weight;
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) {
      const value = X.values[k]!;
      if (value < 0) {
        throw InvalidCsrMatrix.create({
          problem: `value ${value}, and naive Bayes counts`,
          row: i,
          position: k,
        });
      }
      const at = from + X.indices[k]!;
      features[at] = features[at]! + weight * value;
    }
  }
  return { features, rows };
}

/** One output for two classes: the second's weights minus the first's. */
export function oneOutputOfTwo(weights: Float64Array, cols: number): Float64Array {
  const one = new Float64Array(cols);
  for (let j = 0; j < cols; j++) one[j] = weights[cols + j]! - weights[j]!;
  return one;
}
