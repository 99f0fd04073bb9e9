import { type CsrMatrix, portableLog } from "@imdb/core";
import { flag, nullable, oneOf, optionsOf, type Resolved } from "@imdb/core/options";
import type { DistinctValues } from "./distinct-values.js";

/** Options of how counts become weights. Names, defaults and results are scikit-learn's. */
export interface WeightingOptions {
  /**
   * Norm that each row is divided by: Euclidean (`l2`), sum of absolute values (`l1`), or none (`null`). Default
   * `"l2"`.
   */
  readonly norm?: "l1" | "l2" | null;
  /** Multiply by the inverse document frequency, so that rare terms weigh more. Default `true`. */
  readonly useIdf?: boolean;
  /** `idf = ln((1 + n) / (1 + df)) + 1` instead of `ln(n / df) + 1`. Default `true`. */
  readonly smoothIdf?: boolean;
  /** `1 + ln(tf)` instead of the count `tf`. Default `false`. */
  readonly sublinearTf?: boolean;
}

/** {@link WeightingOptions} with all defaults filled in. */
export type Weighting = Resolved<WeightingOptions>;

/** The schema of {@link WeightingOptions}. */
export const weightingOptions = optionsOf<WeightingOptions>({
  norm: ["l2", nullable(oneOf("l1", "l2"))],
  useIdf: [true, flag],
  smoothIdf: [true, flag],
  sublinearTf: [false, flag],
});

/**
 * The inverse document frequency of each column; 1 for all columns when `useIdf` is off. With a given vocabulary a
 * column can be in no document: when `smoothIdf` is off, it counts as if it were in one document.
 *
 * @param frequencies  The document frequency of each column.
 * @param documents    The number of documents.
 */
export function idfOfColumns(
  frequencies: Uint32Array,
  documents: number,
  weighting: Weighting,
): Float64Array {
  if (!weighting.useIdf) return new Float64Array(frequencies.length).fill(1);
  const extra = weighting.smoothIdf ? 1 : 0;
  // Most columns have the frequency of many others, and a logarithm takes long.
  const known = new Map<number, number>();
  return Float64Array.from(frequencies, (frequency) => {
    let idf = known.get(frequency);
    if (idf === undefined) {
      idf = portableLog((documents + extra) / Math.max(frequency + extra, 1)) + 1;
      known.set(frequency, idf);
    }
    return idf;
  });
}

/** For each column the number of rows with an entry. */
export function documentFrequencies({ cols, indices }: CsrMatrix): Uint32Array {
  const frequencies = new Uint32Array(cols);
  for (let k = 0; k < indices.length; k++) frequencies[indices[k]!]!++;
  return frequencies;
}

// The weights of one row; kept from call to call.
let scratch = new Float64Array(1024);

/** The weight of each column, as numbers or as distinct values, which take less memory. */
export type ColumnWeights = Float64Array | DistinctValues;

// Most counts are small whole numbers, and computing a logarithm would take most of the time.
const LOGS = Float64Array.from({ length: 64 }, (_, count) => (count === 0 ? 0 : portableLog(count) + 1));

/** `1 + ln(count)`. */
export function sublinear(count: number): number {
  const whole = count | 0;
  return whole === count && whole >= 0 && whole < LOGS.length ? LOGS[whole]! : portableLog(count) + 1;
}

/**
 * Turns the counts of a matrix into weights, in place. It computes in double and stores in single precision.
 *
 * @param idf  `null`: 1 for each column.
 */
export function weigh(
  matrix: CsrMatrix,
  idf: ColumnWeights | null,
  weighting: Pick<Weighting, "norm" | "sublinearTf">,
): CsrMatrix {
  const { rows, indptr, indices, values } = matrix;
  const { norm, sublinearTf } = weighting;
  for (let row = 0; row < rows; row++) {
    const from = indptr[row]!;
    const length = indptr[row + 1]! - from;
    if (length > scratch.length) scratch = new Float64Array(length * 2);
    const weights = scratch;
    if (idf === null) weights.fill(1, 0, length);
    else gather(idf, indices, from, length, weights);
    let sum = 0;
    for (let k = 0; k < length; k++) {
      const count = values[from + k]!;
      const weight = (sublinearTf ? sublinear(count) : count) * weights[k]!;
      weights[k] = weight;
      sum += norm === "l1" ? Math.abs(weight) : weight * weight;
    }
    const scale = norm === null || sum === 0 ? 1 : norm === "l1" ? sum : Math.sqrt(sum);
    for (let k = 0; k < length; k++) values[from + k] = weights[k]! / scale;
  }
  return matrix;
}

/** Reads the weights of a row's columns, in a loop of its own so that the processor reads several at the same time. */
function gather(
  idf: ColumnWeights,
  columns: Uint32Array,
  from: number,
  count: number,
  into: Float64Array,
): void {
  if (idf instanceof Float64Array) {
    for (let k = 0; k < count; k++) into[k] = idf[columns[from + k]!]!;
    return;
  }
  const { codes, distinct } = idf;
  for (let k = 0; k < count; k++) into[k] = distinct[codes[columns[from + k]!]!]!;
}
