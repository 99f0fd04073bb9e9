import type { CsrMatrix } from "@imdb/core";
import { signedView } from "./signed-view.js";

/**
 * A matrix with other column numbers. The values of each row keep their order, so sums over a row are the same, bit for
 * bit.
 */
export interface Renumbered {
  readonly matrix: CsrMatrix;
  /** The new number of each original column. */
  readonly newColumn: Int32Array;
}

/**
 * Numbers the columns by descending frequency.
 *
 * A solver reads and writes the weights of the features of a row. In the order of the vocabulary, each frequent feature
 * is in another cache line. In the order of frequency, the frequent features share few cache lines, which stay in the
 * cache.
 */
export function renumberByFrequency(matrix: CsrMatrix): Renumbered {
  const { cols, indices } = signedView(matrix);
  const frequency = new Int32Array(cols);
  for (let k = 0; k < indices.length; k++) frequency[indices[k]!]!++;
  let largest = 0;
  for (let j = 0; j < cols; j++) if (frequency[j]! > largest) largest = frequency[j]!;
  // Counting sort: the most frequent column is first. Of equally frequent columns, the one with the lower number.
  const next = new Int32Array(largest + 2);
  for (let j = 0; j < cols; j++) next[largest - frequency[j]! + 1]!++;
  for (let f = 0; f <= largest; f++) next[f + 1]! += next[f]!;
  const newColumn = new Int32Array(cols);
  for (let j = 0; j < cols; j++) newColumn[j] = next[largest - frequency[j]!]!++;
  const renumbered = new Uint32Array(indices.length);
  for (let k = 0; k < indices.length; k++) renumbered[k] = newColumn[indices[k]!]!;
  return { matrix: { ...matrix, indices: renumbered }, newColumn };
}

/** Weights in the order of the new columns, from weights in the order of the original columns. */
export function toNewColumns(weights: Float64Array, newColumn: Int32Array): Float64Array {
  const moved = new Float64Array(newColumn.length);
  for (let j = 0; j < newColumn.length; j++) moved[newColumn[j]!] = weights[j]!;
  return moved;
}

/** Weights in the order of the original columns, from weights in the order of the new columns. */
export function toOriginalColumns(weights: Float64Array, newColumn: Int32Array): Float64Array {
  const moved = new Float64Array(newColumn.length);
  for (let j = 0; j < newColumn.length; j++) moved[j] = weights[newColumn[j]!]!;
  return moved;
}
