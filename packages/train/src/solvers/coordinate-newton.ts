import { seededRandom } from "@imdb/core";
import type { BinaryProblem, Solution, SolverRun, Start } from "./binary-problem.js";
import { type Columns, columnsOf } from "./columns.js";
import { decisionValues } from "./decision-values.js";
import { iterationReporter } from "./iteration-reporter.js";
import { sigmoid, softplus } from "./logistic-math.js";
import { signedView } from "./signed-view.js";

/** Options of {@link coordinateNewton}. */
export interface CoordinateNewtonOptions {
  /** The weight of ‖w‖₁. */
  readonly l1: number;
  /** The weight of ½‖w‖². */
  readonly l2: number;
  /** The intercept: none, not penalised (`"free"`), or the penalised weight of a constant feature. */
  readonly intercept: "none" | "free" | "penalised";
  /** The value of the constant feature of a penalised intercept. */
  readonly interceptScaling: number;
  /** The solver stops when no component of the minimum-norm subgradient is larger than this. */
  readonly gradientTol: number;
  readonly maxIter: number;
}

/**
 * Logistic regression with an L1 or elastic-net penalty, by coordinate descent.
 *
 * It minimises l1·‖w‖₁ + ½·l2·‖w‖² + Σ costᵢ·log(1 + exp(−yᵢ(w·xᵢ + b))). Each weight moves to the minimum of the
 * second-order model of the loss plus the exact penalty (soft thresholding); the step is halved until the objective
 * decreases enough. Weights that are 0 and fulfil their optimality condition are left out until the next full pass.
 *
 * @see Yuan, Chang, Hsieh & Lin (2010), A comparison of optimization methods and software for large-scale
 *      L1-regularized linear classification, section 4 (CDN).
 */
export async function coordinateNewton(
  problem: BinaryProblem,
  options: CoordinateNewtonOptions,
  run: SolverRun,
  start?: Start,
): Promise<Solution> {
  const X = signedView(problem.X);
  const { intercept, interceptScaling, gradientTol, maxIter } = options;
  const state: State = {
    columns: columnsOf(X),
    ...problem,
    w: new Float64Array(X.cols + 1),
    z: new Float64Array(X.rows),
    bias: intercept === "none" ? 0 : intercept === "free" ? 1 : interceptScaling,
    l1: options.l1,
    l2: options.l2,
    freeBias: intercept === "free",
    rounding: 1e-15 * problem.costs.reduce((sum, cost) => sum + cost, 0),
  };
  if (start) startAt(state, start);
  const allColumns = Int32Array.from({ length: X.cols + (state.bias === 0 ? 0 : 1) }, (_, j) => j);
  const random = seededRandom(run.seed ?? 0).fork("coordinate-newton");
  const reportIteration = iterationReporter(run, maxIter);
  let iterations = 0;
  let violation = Infinity;
  let active = allColumns;
  let activeTol = 0;
  while (iterations < maxIter) {
    const full = active.length === allColumns.length;
    const order = random.permutation(active.length);
    const remaining: number[] = [];
    let largest = 0;
    for (let step = 0; step < order.length; step++) {
      const j = active[order[step]!]!;
      const violated = updateWeight(state, j);
      if (violated > largest) largest = violated;
      if (state.w[j] !== 0 || violated > 0 || j === X.cols) remaining.push(j);
    }
    iterations++;
    await reportIteration(iterations);
    if (full) {
      violation = largest;
      if (violation <= gradientTol) break;
      activeTol = Math.max(0.1 * violation, 0.5 * gradientTol);
      active = Int32Array.from(remaining).sort();
    } else if (largest <= activeTol) {
      active = allColumns;
    }
  }
  return {
    coef: state.w.slice(0, X.cols),
    intercept: state.w[X.cols]! * state.bias,
    iterations,
    converged: violation <= gradientTol,
    objective: objectiveOf(state),
    gradientNorm: violation,
  };
}

interface State extends BinaryProblem {
  readonly columns: Columns;
  /** The weights; the last one is that of the constant feature. */
  readonly w: Float64Array;
  /** The decision values of the rows. */
  readonly z: Float64Array;
  /** The value of the constant feature; 0: no intercept. */
  readonly bias: number;
  /** Whether the intercept is not penalised. */
  readonly freeBias: boolean;
  readonly l1: number;
  readonly l2: number;
  /** Changes of the objective below this value are rounding errors. */
  readonly rounding: number;
}

/** Updates weight j. @returns By how much its optimality condition was violated before the update. */
function updateWeight(state: State, j: number): number {
  const { columns, signs, costs, w, z } = state;
  const last = w.length - 1;
  const isBias = j === last;
  const from = isBias ? 0 : columns.start[j]!;
  const to = isBias ? z.length : columns.start[j + 1]!;
  const l1 = isBias && state.freeBias ? 0 : state.l1;
  const l2 = isBias && state.freeBias ? 0 : state.l2;
  let g = l2 * w[j]!;
  let h = l2 + 1e-12;
  for (let k = from; k < to; k++) {
    const i = isBias ? k : columns.rows[k]!;
    const x = isBias ? state.bias : columns.values[k]!;
    const p = sigmoid(-signs[i]! * z[i]!);
    g -= costs[i]! * signs[i]! * x * p;
    h += costs[i]! * x * x * p * (1 - p);
  }
  const violation =
    w[j]! > 0 ? Math.abs(g + l1) : w[j]! < 0 ? Math.abs(g - l1) : Math.max(0, Math.abs(g) - l1);
  let d = -w[j]!;
  if (g + l1 < h * w[j]!) d = -(g + l1) / h;
  else if (g - l1 > h * w[j]!) d = -(g - l1) / h;
  if (Math.abs(d) < 1e-15) return violation;
  for (let halving = 0; halving < 30; halving++) {
    const moved = w[j]! + d;
    const l1Change = l1 * (Math.abs(moved) - Math.abs(w[j]!));
    let change = l1Change + 0.5 * l2 * (moved * moved - w[j]! * w[j]!);
    for (let k = from; k < to; k++) {
      const i = isBias ? k : columns.rows[k]!;
      const x = isBias ? state.bias : columns.values[k]!;
      change += costs[i]! * (softplus(-signs[i]! * (z[i]! + d * x)) - softplus(-signs[i]! * z[i]!));
    }
    if (change <= 0.01 * (g * d + l1Change) + state.rounding) {
      w[j] = moved;
      for (let k = from; k < to; k++) {
        const i = isBias ? k : columns.rows[k]!;
        z[i] = z[i]! + d * (isBias ? state.bias : columns.values[k]!);
      }
      break;
    }
    d /= 2;
  }
  return violation;
}

/** Moves to the start, and computes its decision values. */
function startAt(state: State, start: Start): void {
  const { X, w, z, bias } = state;
  w.set(start.coef);
  if (bias !== 0) w[X.cols] = start.intercept / bias;
  z.set(decisionValues(X, start.coef, Float64Array.of(w[X.cols]! * bias)));
}

function objectiveOf({ w, z, signs, costs, l1, l2, freeBias }: State): number {
  let sum = 0;
  for (let j = 0; j < w.length - (freeBias ? 1 : 0); j++)
    sum += l1 * Math.abs(w[j]!) + 0.5 * l2 * w[j]! * w[j]!;
  for (let i = 0; i < z.length; i++) sum += costs[i]! * softplus(-signs[i]! * z[i]!);
  return sum;
}
