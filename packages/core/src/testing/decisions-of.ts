import type { LinearWeights } from "../contracts/vectorizer.js";
import type { CsrMatrix } from "../matrix/csr-matrix.js";

/** The decision values of a linear model by their definition: each output is summed from its intercept in column order. */
export function decisionsOf(X: CsrMatrix, { coef, intercept }: LinearWeights): Float64Array {
  const outputs = intercept.length;
  return Float64Array.from({ length: X.rows * outputs }, (_, at) => {
    const row = Math.floor(at / outputs);
    const output = at % outputs;
    let sum = intercept[output]!;
    for (let k = X.indptr[row]!; k < X.indptr[row + 1]!; k++) {
      sum += coef[output * X.cols + X.indices[k]!]! * X.values[k]!;
    }
    return sum;
  });
}
