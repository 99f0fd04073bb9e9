/**
 * Σ w[indices[k]]·values[k] over `from ≤ k < to`: a row times weights.
 *
 * Four sums side by side, since an addition waits for the one before it and not for its neighbours: half the time of
 * one sum on text. They are added up in a fixed order.
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
 * w[indices[k]] += factor·values[k] over `from ≤ k < to`: adds a multiple of a row.
 *
 * Four columns are read before the first is written; a row has each column once.
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
