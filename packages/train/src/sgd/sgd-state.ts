import type { CsrMatrix } from "@imdb/core";
import { sigmoid, softplus } from "../solvers/logistic-math.js";

/**
 * The state of averaged stochastic gradient descent for one output.
 *
 * The weights are scale·v, so the penalty shrinks all of them by one multiplication, and a step changes the features of
 * its row alone. The sum of the weights over the averaged steps is u + scaleSum·v: when v changes, u compensates for the
 * part of the sum that came before. The average starts again whenever the number of steps has doubled, so it always
 * covers at least the last half of them.
 *
 * @see Xu (2011), section 5; Bottou (2012), section 5.1.
 */
export interface SgdState {
  readonly alpha: number;
  readonly eta0: number;
  readonly v: Float64Array;
  readonly u: Float64Array;
  scale: number;
  intercept: number;
  /** Number of steps so far: one per row. */
  steps: number;
  /** The number of steps at which the average starts again. */
  restartAt: number;
  /** Number of steps in the average. */
  averaged: number;
  /** Sums over the averaged steps: of the scale, of the intercept, and of the loss of each row before its step. */
  scaleSum: number;
  interceptSum: number;
  lossSum: number;
}

/** The state before the first step. */
export function createSgdState(cols: number, alpha: number, eta0: number): SgdState {
  return {
    alpha,
    eta0,
    v: new Float64Array(cols),
    u: new Float64Array(cols),
    scale: 1,
    intercept: 0,
    steps: 0,
    restartAt: 1024,
    averaged: 0,
    scaleSum: 0,
    interceptSum: 0,
    lossSum: 0,
  };
}

/**
 * One step on one row.
 *
 * @param sign    +1 for a row of the positive class, −1 for another row.
 * @param weight  The sample weight of the row.
 */
export function sgdStep(state: SgdState, X: CsrMatrix, row: number, sign: number, weight: number): void {
  if (state.steps === state.restartAt) restartAverage(state);
  const { v, u, alpha, eta0 } = state;
  const { indices, values } = X;
  const from = X.indptr[row]!;
  const to = X.indptr[row + 1]!;
  let dot = 0;
  let norm = 1;
  for (let k = from; k < to; k++) {
    dot += v[indices[k]!]! * values[k]!;
    norm += values[k]! * values[k]!;
  }
  const margin = sign * (state.scale * dot + state.intercept);
  state.lossSum += softplus(-margin);
  // x^¾ by square roots, which all engines round in the same way.
  const age = 1 + eta0 * alpha * state.steps;
  // The limit 8/‖x‖² (with the intercept) keeps a step from going far beyond the minimum of its row.
  const eta = Math.min(eta0 / Math.sqrt(age * Math.sqrt(age)), 8 / norm);
  state.scale *= Math.max(1 - eta * alpha, 1e-3);
  const change = eta * weight * sign * sigmoid(-margin);
  if (change !== 0) {
    const share = change / state.scale;
    const compensation = share * state.scaleSum;
    for (let k = from; k < to; k++) {
      const j = indices[k]!;
      v[j] = v[j]! + share * values[k]!;
      u[j] = u[j]! - compensation * values[k]!;
    }
    state.intercept += change;
  }
  state.scaleSum += state.scale;
  state.averaged++;
  state.interceptSum += state.intercept;
  state.steps++;
  if (state.scale < 1e-9) normaliseScale(state);
}

/** The averaged weights and intercept. Before the first averaged step, the current ones. */
export function averagedWeights(state: SgdState): { coef: Float64Array; intercept: number } {
  const { v, u, scale, scaleSum, averaged } = state;
  if (averaged === 0) return { coef: v.map((value) => value * scale), intercept: state.intercept };
  return {
    coef: v.map((value, j) => (u[j]! + scaleSum * value) / averaged),
    intercept: state.interceptSum / averaged,
  };
}

/** The mean loss of the rows before their steps, over the averaged steps. */
export function meanLoss({ lossSum, averaged }: SgdState): number {
  return averaged === 0 ? 0 : lossSum / averaged;
}

function restartAverage(state: SgdState): void {
  state.u.fill(0);
  state.scaleSum = 0;
  state.averaged = 0;
  state.interceptSum = 0;
  state.lossSum = 0;
  state.restartAt *= 2;
}

/** Multiplies the scale into the weights: a scale that is too small would lose digits. */
function normaliseScale(state: SgdState): void {
  const { v, u, scaleSum, scale } = state;
  for (let j = 0; j < v.length; j++) {
    u[j] = u[j]! + scaleSum * v[j]!;
    v[j] = v[j]! * scale;
  }
  state.scaleSum = 0;
  state.scale = 1;
}
