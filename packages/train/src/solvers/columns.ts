import type { SignedCsr } from "./signed-view.js";

/** A sparse matrix in compressed columns (CSC): column j has its rows in `rows[start[j] … start[j + 1]]`, ascending. */
export interface Columns {
  readonly start: Int32Array;
  readonly rows: Int32Array;
  readonly values: Float32Array;
}

/** Converts compressed rows into compressed columns, by a counting sort. */
export function columnsOf(X: SignedCsr): Columns {
  const start = new Int32Array(X.cols + 1);
  for (let k = 0; k < X.indices.length; k++) start[X.indices[k]! + 1]!++;
  for (let j = 0; j < X.cols; j++) start[j + 1]! += start[j]!;
  const next = start.slice(0, X.cols);
  const rows = new Int32Array(X.indices.length);
  const values = new Float32Array(X.indices.length);
  for (let i = 0; i < X.rows; i++) {
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) {
      const at = next[X.indices[k]!]!++;
      rows[at] = i;
      values[at] = X.values[k]!;
    }
  }
  return { start, rows, values };
}
