/**
 * The dot product of a row and weights: Σ w[indices[k]]·values[k] over `from ≤ k < to`.
 *
 * It uses four sums, because each addition must wait for the one before it in the same sum. On text this takes half the
 * time of one sum. The four sums are added in a fixed order, so the result is always the same.
 */
export function rowDot(
  indices: Int32Array,
  values: Float32Array,
  from: number,
  to: number,
  w: Float64Array,
): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let k = from;
  for (; k + 3 < to; k += 4) {
    a += w[indices[k]!]! * values[k]!;
    b += w[indices[k + 1]!]! * values[k + 1]!;
    c += w[indices[k + 2]!]! * values[k + 2]!;
    d += w[indices[k + 3]!]! * values[k + 3]!;
  }
  for (; k < to; k++) a += w[indices[k]!]! * values[k]!;
  return a + b + (c + d);
}

/**
 * Adds a multiple of a row to weights: w[indices[k]] += factor·values[k] over `from ≤ k < to`.
 *
 * Four weights are read before the first one is written. This is correct because a row has each column at most once.
 */
export function addRow(
  indices: Int32Array,
  values: Float32Array,
  from: number,
  to: number,
  factor: number,
  w: Float64Array,
): void {
  let k = from;
  for (; k + 3 < to; k += 4) {
    const a = indices[k]!;
    const b = indices[k + 1]!;
    const c = indices[k + 2]!;
    const d = indices[k + 3]!;
    const atA = w[a]! + factor * values[k]!;
    const atB = w[b]! + factor * values[k + 1]!;
    const atC = w[c]! + factor * values[k + 2]!;
    const atD = w[d]! + factor * values[k + 3]!;
    w[a] = atA;
    w[b] = atB;
    w[c] = atC;
    w[d] = atD;
  }
  for (; k < to; k++) {
    const j = indices[k]!;
    w[j] = w[j]! + factor * values[k]!;
  }
}
