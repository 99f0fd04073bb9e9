import { addRow, rowDot } from "./row-products.js";
import type { SignedCsr } from "./signed-view.js";

/** out = X·w for one output; `at` is where its weights begin in `w`, `offset` is added to every row. */
export function timesWeights(
  X: SignedCsr,
  w: Float64Array,
  at: number,
  offset: number,
  out: Float64Array,
  outputs: number,
  output: number,
): void {
  const { rows, indptr, indices, values } = X;
  const own = w.subarray(at, at + X.cols);
  for (let i = 0; i < rows; i++) {
    out[i * outputs + output] = offset + rowDot(indices, values, indptr[i]!, indptr[i + 1]!, own);
  }
}

/** out[at …] += Xᵀ·r for one output. Returns Σ r, the intercept's share. */
export function addTransposed(
  X: SignedCsr,
  r: Float64Array,
  out: Float64Array,
  at: number,
  outputs: number,
  output: number,
): number {
  const { rows, indptr, indices, values } = X;
  const own = out.subarray(at, at + X.cols);
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    const factor = r[i * outputs + output]!;
    if (factor === 0) continue;
    sum += factor;
    addRow(indices, values, indptr[i]!, indptr[i + 1]!, factor, own);
  }
  return sum;
}

/** out[at …] += (X∘X)ᵀ·r for one output. Returns Σ r. */
export function addSquaredTransposed(
  X: SignedCsr,
  r: Float64Array,
  out: Float64Array,
  at: number,
  outputs: number,
  output: number,
): number {
  const { rows, indptr, indices, values } = X;
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    const factor = r[i * outputs + output]!;
    sum += factor;
    for (let k = indptr[i]!, to = indptr[i + 1]!; k < to; k++) {
      const j = at + indices[k]!;
      out[j] = out[j]! + factor * values[k]! * values[k]!;
    }
  }
  return sum;
}
