import type { CsrMatrix } from "@imdb/core";

/** The decision values X·coefᵀ + intercept, `rows × outputs`, row-major. */
export function decisionValues(X: CsrMatrix, coef: Float64Array, intercept: Float64Array): Float64Array {
  const outputs = intercept.length;
  const values = new Float64Array(X.rows * outputs);
  for (let o = 0; o < outputs; o++) {
    const from = o * X.cols;
    for (let r = 0; r < X.rows; r++) {
      let sum = intercept[o]!;
      for (let k = X.indptr[r]!, to = X.indptr[r + 1]!; k < to; k++) {
        sum += coef[from + X.indices[k]!]! * X.values[k]!;
      }
      values[r * outputs + o] = sum;
    }
  }
  return values;
}
