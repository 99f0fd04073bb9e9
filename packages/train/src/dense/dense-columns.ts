import type { Matrix } from "ml-matrix";

/** The k best columns, ascending; of equals, the first. */
export function bestColumns(scores: Float64Array, k: number): Uint32Array {
  return Uint32Array.from(scores, (_, j) => j)
    .sort((a, b) => scores[b]! - scores[a]! || a - b)
    .slice(0, k)
    .sort();
}

/**
 * Divides the first columns of a matrix by their standard deviations, so that one length of step suits all of
 * them: rare features have small values. A column without a deviation is left as it is.
 *
 * @returns The divisors.
 */
export function scaleColumns(dense: Matrix, columns: number): Float64Array {
  const deviations = new Float64Array(columns).fill(1);
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    for (let r = 0; r < dense.rows; r++) sum += dense.get(r, j);
    const mean = sum / dense.rows;
    let squares = 0;
    for (let r = 0; r < dense.rows; r++) squares += (dense.get(r, j) - mean) ** 2;
    const deviation = Math.sqrt(squares / dense.rows);
    if (!(deviation > 0)) continue;
    deviations[j] = deviation;
    for (let r = 0; r < dense.rows; r++) dense.set(r, j, dense.get(r, j) / deviation);
  }
  return deviations;
}

const ROUNDS = 20;

/**
 * The usual step of gradient descent on the mean logistic loss: 1 / L, where the slope changes by at most L = λ / 4,
 * λ the largest eigenvalue of XᵀX / rows. Power iteration gives λ from below; up to 2 / L every step goes down.
 */
export function longestStep(dense: Matrix): number {
  let direction = new Float64Array(dense.columns).fill(1 / Math.sqrt(dense.columns));
  let eigenvalue = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(dense.columns);
    for (let r = 0; r < dense.rows; r++) {
      let dot = 0;
      for (let j = 0; j < dense.columns; j++) dot += dense.get(r, j) * direction[j]!;
      for (let j = 0; j < dense.columns; j++) next[j] = next[j]! + (dot * dense.get(r, j)) / dense.rows;
    }
    eigenvalue = Math.sqrt(next.reduce((sum, value) => sum + value * value, 0));
    direction = next.map((value) => value / eigenvalue);
  }
  return 4 / eigenvalue;
}
