import type { CsrMatrix } from "@imdb/core";
import { assertColumns, type FittedTransformer } from "./transformer.js";

/** A fitted transformer that multiplies each column by a weight of its own. */
export interface ColumnWeights extends FittedTransformer {
  /** One a column. */
  readonly weights: Float64Array;
}

/** Puts a column-weighting transformer together. Rows keep their columns, zero weights included. */
export function columnWeights<K extends string>(
  kind: K,
  params: Readonly<Record<string, unknown>>,
  weights: Float64Array,
): ColumnWeights & { readonly kind: K } {
  const count = weights.length;
  return {
    kind,
    params,
    inputCount: count,
    featureCount: count,
    weights,
    transform(matrix) {
      assertColumns(matrix, count);
      return { ...matrix, values: scaled(matrix, weights) };
    },
    featureNames: (names) => names,
    get columnOf() {
      return Int32Array.from({ length: count }, (_, column) => column);
    },
  };
}

function scaled({ indices, values }: CsrMatrix, weights: Float64Array): Float32Array {
  const products = new Float32Array(values.length);
  for (let k = 0; k < values.length; k++) products[k] = values[k]! * weights[indices[k]!]!;
  return products;
}
