import type { Matrix } from "ml-matrix";

/** The k columns with the largest scores, in ascending order. Of equal scores, the first columns. */
export function bestColumns(scores: Float64Array, k: number): Uint32Array {
  return Uint32Array.from(scores, (_, j) => j)
    .sort((a, b) => scores[b]! - scores[a]! || a - b)
    .slice(0, k)
    .sort();
}

/**
 * Divides the first columns of a matrix by their standard deviations, so that one learning rate suits all of them: the
 * values of rare features vary little. A constant column is not changed.
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

/** Rounds of power iteration. */
const ROUNDS = 20;

/**
 * The usual learning rate of gradient descent on the mean logistic loss: 1 / L, where L = λ / 4 is the Lipschitz
 * constant of the gradient and λ the largest eigenvalue of XᵀX / rows. Power iteration finds λ from below, so the result
 * may be too large; every step lowers the loss up to 2 / L.
 */
export function learningRateFor(dense: Matrix): number {
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
