import { type CsrMatrix, seededRandom } from "@imdb/core";
import type { SolverRun } from "./binary-problem.js";
import { type LaggedStep, laggedStep, type WeightPenalty } from "./lagged-step.js";
import { addTransposed, timesWeights } from "./matrix-products.js";
import { createPace } from "./pace.js";
import type { RowLoss } from "./row-loss.js";
import { type SignedCsr, signedView } from "./signed-view.js";

/** What {@link saga} takes. */
export interface SagaOptions {
  /** Of the weights; the intercepts have none. */
  readonly penalty: WeightPenalty;
  readonly fitIntercept: boolean;
  /** The largest curvature of any row's loss by its decision values. */
  readonly curvature: number;
  /** Stop when no component of the smallest subgradient is larger than this. */
  readonly gradientTol: number;
  /** Most passes over the rows. */
  readonly maxIter: number;
}

/** Where saga ended: weights, `outputs × columns`, and intercepts. */
export interface SagaEnd {
  readonly coef: Float64Array;
  readonly intercept: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
  readonly objective: number;
  readonly gradientNorm: number;
}

/**
 * Minimises l1·‖w‖₁ + ½·l2·‖w‖² + Σ row losses by stochastic average gradients: each step takes one row's gradient
 * and corrects it by what the other rows last said, so that the steps need not shrink. Weights whose feature a row
 * lacks catch up when a row has it.
 *
 * The step is 1 / (2L + min(2·l2, L)), L the largest row curvature times the number of rows; rows come in a new
 * order each pass. Whether it is done is decided on the exact subgradient.
 *
 * @see Defazio, Bach & Lacoste-Julien (2014), SAGA: a fast incremental gradient method with support for
 *      non-strongly convex composite objectives.
 */
export async function saga(
  matrix: CsrMatrix,
  loss: RowLoss,
  options: SagaOptions,
  run: SolverRun,
  start?: { readonly coef: Float64Array; readonly intercept: Float64Array },
): Promise<SagaEnd> {
  const { penalty, fitIntercept, gradientTol, maxIter } = options;
  const X = signedView(matrix);
  const { outputs } = loss;
  const state: State = {
    X,
    loss,
    fitIntercept,
    w: start ? start.coef.slice() : new Float64Array(outputs * X.cols),
    b: start && fitIntercept ? start.intercept.slice() : new Float64Array(outputs),
    slopes: new Float64Array(X.rows * outputs),
    gradient: new Float64Array(outputs * X.cols),
    biasGradient: new Float64Array(outputs),
  };
  // Everything is in units of one row: the objective divided by their number.
  const rows = Math.max(1, X.rows);
  const own = { l1: penalty.l1 / rows, l2: penalty.l2 / rows };
  const steepest = options.curvature * largestSquare(X, fitIntercept) + own.l2;
  const step = 1 / (2 * steepest + Math.min(2 * penalty.l2, steepest));
  const lagged = laggedStep(step, own, rows);
  const random = seededRandom(run.seed ?? 0).fork("saga");
  const pace = createPace(run, "fitting", maxIter);
  let objective = remember(state, penalty);
  let violation = largestViolation(state, penalty);
  let iterations = 0;
  while (!(violation <= gradientTol) && iterations < maxIter) {
    pass(state, random.permutation(X.rows), step, own, lagged);
    iterations++;
    await pace(iterations);
    violation = largestViolation(state, penalty);
    // What the rows said is a pass old: before believing it, ask them all at once.
    if (violation <= 2 * gradientTol || iterations === maxIter) {
      objective = remember(state, penalty);
      violation = largestViolation(state, penalty);
    }
  }
  const { w: coef, b: intercept } = state;
  const converged = violation <= gradientTol;
  return { coef, intercept, iterations, converged, objective, gradientNorm: violation };
}

interface State {
  readonly X: SignedCsr;
  readonly loss: RowLoss;
  readonly fitIntercept: boolean;
  /** `outputs × columns` */
  readonly w: Float64Array;
  readonly b: Float64Array;
  /** Each row's last slopes by its decision values, `rows × outputs`. */
  readonly slopes: Float64Array;
  /** The mean over the rows of what they last said: by weight, and by intercept. */
  readonly gradient: Float64Array;
  readonly biasGradient: Float64Array;
}

/** One step a row. */
function pass(
  { X, loss, fitIntercept, w, b, slopes, gradient, biasGradient }: State,
  order: Uint32Array,
  step: number,
  { l1, l2 }: WeightPenalty,
  lagged: LaggedStep,
): void {
  const { rows, cols, indptr, indices, values } = X;
  const { outputs } = loss;
  const shrink = 1 / (1 + step * l2);
  const threshold = step * l1;
  const done = new Int32Array(cols);
  const z = new Float64Array(outputs);
  const next = new Float64Array(outputs);
  for (let t = 0; t < order.length; t++) {
    const i = order[t]!;
    const from = indptr[i]!;
    const to = indptr[i + 1]!;
    for (let o = 0; o < outputs; o++) {
      let sum = b[o]!;
      for (let k = from; k < to; k++) {
        const at = o * cols + indices[k]!;
        const missed = t - done[indices[k]!]!;
        if (missed > 0) w[at] = lagged(w[at]!, gradient[at]!, missed);
        sum += w[at]! * values[k]!;
      }
      z[o] = sum;
    }
    loss.slopesOfRow(i, z, next);
    for (let o = 0; o < outputs; o++) {
      const change = next[o]! - slopes[i * outputs + o]!;
      slopes[i * outputs + o] = next[o]!;
      for (let k = from; k < to; k++) {
        const at = o * cols + indices[k]!;
        const moved = w[at]! - step * (change * values[k]! + gradient[at]!);
        const size = Math.abs(moved) - threshold;
        w[at] = size <= 0 ? 0 : (moved > 0 ? size : -size) * shrink;
        gradient[at] = gradient[at]! + (change * values[k]!) / rows;
      }
      if (!fitIntercept) continue;
      b[o] = b[o]! - step * (change + biasGradient[o]!);
      biasGradient[o] = biasGradient[o]! + change / rows;
    }
    for (let k = from; k < to; k++) done[indices[k]!] = t + 1;
  }
  for (let at = 0; at < w.length; at++) {
    const missed = order.length - done[at % cols]!;
    if (missed > 0) w[at] = lagged(w[at]!, gradient[at]!, missed);
  }
}

/** Asks every row at the present weights. Returns the objective there. */
function remember(state: State, { l1, l2 }: WeightPenalty): number {
  const { X, loss, w, b, slopes, gradient, biasGradient } = state;
  const { outputs } = loss;
  const z = new Float64Array(X.rows * outputs);
  for (let o = 0; o < outputs; o++) timesWeights(X, w, o * X.cols, b[o]!, z, outputs, o);
  loss.slopes(z, slopes);
  gradient.fill(0);
  for (let o = 0; o < outputs; o++) {
    biasGradient[o] = addTransposed(X, slopes, gradient, o * X.cols, outputs, o) / X.rows;
  }
  let objective = loss.value(z);
  for (let at = 0; at < w.length; at++) {
    gradient[at] = gradient[at]! / X.rows;
    objective += l1 * Math.abs(w[at]!) + 0.5 * l2 * w[at]! * w[at]!;
  }
  return objective;
}

/** The largest component of the smallest subgradient of the objective, by what the rows last said. */
function largestViolation(state: State, { l1, l2 }: WeightPenalty): number {
  const { X, w, fitIntercept, gradient, biasGradient } = state;
  let largest = 0;
  for (let at = 0; at < w.length; at++) {
    const slope = gradient[at]! * X.rows + l2 * w[at]!;
    const violation = w[at] === 0 ? Math.abs(slope) - l1 : Math.abs(slope + (w[at]! > 0 ? l1 : -l1));
    if (violation > largest) largest = violation;
  }
  if (fitIntercept) for (const slope of biasGradient) largest = Math.max(largest, Math.abs(slope * X.rows));
  return largest;
}

function largestSquare({ rows, indptr, values }: SignedCsr, fitIntercept: boolean): number {
  let largest = 0;
  for (let i = 0; i < rows; i++) {
    let sum = fitIntercept ? 1 : 0;
    for (let k = indptr[i]!; k < indptr[i + 1]!; k++) sum += values[k]! * values[k]!;
    if (sum > largest) largest = sum;
  }
  return largest;
}
