import type { CsrMatrix } from "@imdb/core";

/** `sparse · dense`, where `dense` is `sparse.cols × width`, row-major. */
export function multiply({ rows, indptr, indices, values }: CsrMatrix, dense: Float64Array, width: number) {
  const product = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const at = row * width;
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) {
      const value = values[k]!;
      const from = indices[k]! * width;
      for (let j = 0; j < width; j++) product[at + j]! += value * dense[from + j]!;
    }
  }
  return product;
}

/** `sparseᵀ · dense`, where `dense` is `sparse.rows × width`, row-major. */
export function multiplyTransposed(
  { rows, cols, indptr, indices, values }: CsrMatrix,
  dense: Float64Array,
  width: number,
) {
  const product = new Float64Array(cols * width);
  for (let row = 0; row < rows; row++) {
    const from = row * width;
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) {
      const value = values[k]!;
      const at = indices[k]! * width;
      for (let j = 0; j < width; j++) product[at + j]! += value * dense[from + j]!;
    }
  }
  return product;
}

/**
 * Makes the columns of a row-major matrix orthonormal, in place: Gram–Schmidt, twice, which is as good as
 * Householder's method. A column that depends on those before it becomes zero.
 *
 * @see Giraud, Langou & Rozložník (2005), The loss of orthogonality in the Gram–Schmidt process.
 */
export function orthonormalize(matrix: Float64Array, width: number): void {
  const rows = matrix.length / width;
  for (let j = 0; j < width; j++) {
    const before = norm(matrix, width, rows, j);
    for (let pass = 0; pass < 2; pass++) subtractProjections(matrix, width, rows, j);
    const after = norm(matrix, width, rows, j);
    const scale = after > 1e-12 * before ? 1 / after : 0;
    for (let r = 0; r < rows; r++) matrix[r * width + j]! *= scale;
  }
}

function subtractProjections(matrix: Float64Array, width: number, rows: number, j: number): void {
  const dots = new Float64Array(j);
  for (let r = 0; r < rows; r++) {
    const value = matrix[r * width + j]!;
    for (let i = 0; i < j; i++) dots[i]! += matrix[r * width + i]! * value;
  }
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    for (let i = 0; i < j; i++) sum += dots[i]! * matrix[r * width + i]!;
    matrix[r * width + j]! -= sum;
  }
}

function norm(matrix: Float64Array, width: number, rows: number, j: number): number {
  let sum = 0;
  for (let r = 0; r < rows; r++) sum += matrix[r * width + j]! ** 2;
  return Math.sqrt(sum);
}
