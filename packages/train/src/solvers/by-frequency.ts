import type { CsrMatrix } from "@imdb/core";
import { signedView } from "./signed-view.js";

/** A matrix with other column numbers. Rows keep their order, and so the order of what is summed over them. */
export interface Renumbered {
  readonly matrix: CsrMatrix;
  /** The new number of each column. */
  readonly place: Int32Array;
}

/**
 * Numbers columns by falling frequency.
 *
 * A solver reads and writes the weights of a row's features. In a vocabulary's own order the frequent ones lie far
 * apart, one a cache line; by frequency they share a few, which stay in the cache.
 */
export function byFrequency(matrix: CsrMatrix): Renumbered {
  const { cols, indices } = signedView(matrix);
  const frequency = new Int32Array(cols);
  for (let k = 0; k < indices.length; k++) frequency[indices[k]!]!++;
  let most = 0;
  for (let j = 0; j < cols; j++) if (frequency[j]! > most) most = frequency[j]!;
  // Counting sort, the most frequent first; of equals the lower number.
  const next = new Int32Array(most + 2);
  for (let j = 0; j < cols; j++) next[most - frequency[j]! + 1]!++;
  for (let f = 0; f <= most; f++) next[f + 1]! += next[f]!;
  const place = new Int32Array(cols);
  for (let j = 0; j < cols; j++) place[j] = next[most - frequency[j]!]!++;
  const renumbered = new Uint32Array(indices.length);
  for (let k = 0; k < indices.length; k++) renumbered[k] = place[indices[k]!]!;
  return { matrix: { ...matrix, indices: renumbered }, place };
}

/** Weights by new column numbers, of weights by the old. */
export function toPlaces(weights: Float64Array, place: Int32Array): Float64Array {
  const moved = new Float64Array(place.length);
  for (let j = 0; j < place.length; j++) moved[place[j]!] = weights[j]!;
  return moved;
}

/** Weights by old column numbers, of weights by the new. */
export function fromPlaces(weights: Float64Array, place: Int32Array): Float64Array {
  const moved = new Float64Array(place.length);
  for (let j = 0; j < place.length; j++) moved[j] = weights[place[j]!]!;
  return moved;
}
