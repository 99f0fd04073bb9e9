import type { CsrMatrix } from "@imdb/core";
import { assertColumns } from "../matrix-checks.js";
import type { FittedTransformer } from "./transformer.js";

/** A fitted transformer that multiplies each column by a weight of its own. */
export interface ColumnWeights extends FittedTransformer {
  /** One a column. */
  readonly weights: Float64Array;
}

/** Puts a column-weighting transformer together. Rows keep their columns, zero weights included. */
export function columnWeights<K extends string>(
  kind: K,
  params: object,
  weights: Float64Array,
): ColumnWeights & { readonly kind: K } {
  return {
    ...sameColumns(kind, params, weights.length, (matrix) => ({
      ...matrix,
      values: scaled(matrix, weights),
    })),
    weights,
  };
}

/** The part that transformers share which give the columns they take, with other values. */
export function sameColumns<K extends string>(
  kind: K,
  params: object,
  count: number,
  transform: (matrix: CsrMatrix) => CsrMatrix,
) {
  return {
    kind,
    params: { ...params },
    inputCount: count,
    featureCount: count,
    transform(matrix: CsrMatrix) {
      assertColumns(matrix, count);
      return transform(matrix);
    },
    featureNames: (names: readonly string[]) => names,
    columnOf: Int32Array.from({ length: count }, (_, column) => column),
  };
}

function scaled({ indices, values }: CsrMatrix, weights: Float64Array): Float32Array {
  const products = new Float32Array(values.length);
  for (let k = 0; k < values.length; k++) products[k] = values[k]! * weights[indices[k]!]!;
  return products;
}
