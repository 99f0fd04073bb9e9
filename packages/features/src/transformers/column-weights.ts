import type { CsrMatrix } from "@imdb/core";
import { displayMatrix } from "@imdb/core/display";
import { assertColumns, assertNames } from "../matrix-checks.js";
import type { FittedTransformer } from "./transformer.js";

/** A fitted transformer that multiplies each column by a weight. */
export interface ColumnWeights extends FittedTransformer {
  /** One for each column. */
  readonly weights: Float64Array;
}

/** Makes a column-weighting transformer. Rows keep their entries, also where the weight is 0. */
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

/** The common part of transformers that change values but not columns. */
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
      return displayMatrix(transform(matrix));
    },
    featureNames(names: readonly string[]) {
      assertNames(names, count);
      return names;
    },
    columnOf: Int32Array.from({ length: count }, (_, column) => column),
  };
}

function scaled({ indices, values }: CsrMatrix, weights: Float64Array): Float32Array {
  const products = new Float32Array(values.length);
  for (let k = 0; k < values.length; k++) products[k] = values[k]! * weights[indices[k]!]!;
  return products;
}
