import { displayed } from "./display.js";

/** The fields of matrices that are shown. */
export interface ShownMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly indptr: Uint32Array;
  readonly values: Float32Array;
}

/** Gives a matrix a short view. Every function that makes a matrix for a caller returns it through this one. */
export const displayMatrix: <M extends ShownMatrix>(matrix: M) => M = /* @__PURE__ */ displayed(
  ({ rows, cols, values, indptr }: ShownMatrix) => {
    const stored = values.subarray(indptr[0], indptr[rows]);
    return {
      title: "Sparse matrix",
      rows: {
        rows,
        columns: cols,
        values: stored.length,
        "values in a row": stored.length / rows || undefined,
        least: stored.length > 0 ? stored.reduce((a, b) => Math.min(a, b)) : undefined,
        greatest: stored.length > 0 ? stored.reduce((a, b) => Math.max(a, b)) : undefined,
      },
    };
  },
);
