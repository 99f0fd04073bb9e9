import type { CsrMatrix } from "@imdb/core";
import { oneOf, optionsOf, type Resolved } from "@imdb/core/options";
import { type ColumnWeights, columnWeights } from "./column-weights.js";
import { type Transformer, unsupervised } from "./transformer.js";

/** Options of {@link columnScaler}. */
export interface ColumnScalerOptions {
  /** What is scaled to 1: a column's greatest absolute value, or its standard deviation. Default `"maxAbs"`. */
  readonly by?: "maxAbs" | "standardDeviation";
}

/** The schema of {@link ColumnScalerOptions}. */
export const columnScalerOptions = optionsOf<ColumnScalerOptions>({
  by: ["maxAbs", oneOf("maxAbs", "standardDeviation")],
});

/** Fitted column scales. */
export interface FittedColumnScaler extends ColumnWeights {
  readonly kind: "column-scaler";
}

/**
 * Scales each column and keeps its zeros, so that dense features can be combined with sparse ones: scikit-learn's
 * `MaxAbsScaler`, or `StandardScaler` without centring. A column of zeros, or without deviation, is not scaled.
 *
 * @throws `INVALID_OPTION`
 * @example
 * const matrix = csrFromRows([[[0, 4]], [[0, -2]]], 1);
 * const scaler = columnScaler().fit(matrix, withRole("train", ["a", "b"]));
 * Array.from(scaler.transform(matrix).values); // => [1, -0.5]
 */
export function columnScaler(options: ColumnScalerOptions = {}): Transformer<FittedColumnScaler> {
  const params = columnScalerOptions.resolve(options, "columnScaler");
  return unsupervised("column-scaler", params, (matrix) => {
    const sizes = params.by === "maxAbs" ? greatest(matrix) : deviations(matrix);
    const weights = sizes.map((size) => (size > 0 ? 1 / size : 1));
    return fittedColumnScaler(params, weights);
  });
}

/** Makes fitted column scales. */
export function fittedColumnScaler(
  params: Resolved<ColumnScalerOptions>,
  weights: Float64Array,
): FittedColumnScaler {
  return columnWeights("column-scaler", params, weights);
}

function greatest({ cols, indices, values }: CsrMatrix): Float64Array {
  const sizes = new Float64Array(cols);
  for (let k = 0; k < values.length; k++) {
    sizes[indices[k]!] = Math.max(sizes[indices[k]!]!, Math.abs(values[k]!));
  }
  return sizes;
}

// Two passes, because the sum of squares less the square of the sum loses precision when values are large.
function deviations({ rows, cols, indices, values }: CsrMatrix): Float64Array {
  const mean = new Float64Array(cols);
  const entries = new Float64Array(cols);
  const sum = new Float64Array(cols);
  for (let k = 0; k < values.length; k++) {
    mean[indices[k]!]! += values[k]! / rows;
    entries[indices[k]!]!++;
  }
  for (let k = 0; k < values.length; k++) sum[indices[k]!]! += (values[k]! - mean[indices[k]!]!) ** 2;
  return sum.map((squares, c) => Math.sqrt((squares + (rows - entries[c]!) * mean[c]! ** 2) / rows));
}
