import { seededRandom } from "@imdb/core";
import type { BinaryProblem, Solution, SolverRun, Start } from "./binary-problem.js";
import { type Columns, columnsOf } from "./columns.js";
import { decisionValues } from "./decision-values.js";
import { sigmoid, softplus } from "./logistic-math.js";
import { createPace } from "./pace.js";
import { signedView } from "./signed-view.js";

/** What {@link coordinateNewton} takes. */
export interface CoordinateNewtonOptions {
  /** Weight of ‖w‖₁. */
  readonly l1: number;
  /** Weight of ½‖w‖². */
  readonly l2: number;
  /** The constant feature: none, not penalised, or of value `scaling` and penalised like the rest. */
  readonly intercept: "none" | "free" | "penalised";
  readonly interceptScaling: number;
  /** Stop when no component of the smallest subgradient is larger than this. */
  readonly gradientTol: number;
  readonly maxIter: number;
}

/**
 * L1- and elastic-net-regularised logistic regression, one weight at a time.
 *
 * Minimises l1·‖w‖₁ + ½·l2·‖w‖² + Σ costᵢ·log(1 + exp(−yᵢ(w·xᵢ + b))). Each weight takes the minimum of its
 * second-order model with the penalty kept exact (soft thresholding), then halves the step until the objective
 * falls enough. Weights that are 0 and far from leaving it are passed over between full passes.
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
  if (start) beginAt(state, start);
  const everything = Int32Array.from({ length: X.cols + (state.bias === 0 ? 0 : 1) }, (_, j) => j);
  const random = seededRandom(run.seed ?? 0).fork("coordinate-newton");
  const pace = createPace(run, maxIter);
  let iterations = 0;
  let violation = Infinity;
  let active = everything;
  let innerTol = 0;
  while (iterations < maxIter) {
    const full = active.length === everything.length;
    const order = random.permutation(active.length);
    const kept: number[] = [];
    let largest = 0;
    for (let step = 0; step < order.length; step++) {
      const j = active[order[step]!]!;
      const excess = visit(state, j);
      if (excess > largest) largest = excess;
      if (state.w[j] !== 0 || excess > 0 || j === X.cols) kept.push(j);
    }
    iterations++;
    await pace(iterations);
    if (full) {
      violation = largest;
      if (violation <= gradientTol) break;
      innerTol = Math.max(0.1 * violation, 0.5 * gradientTol);
      active = Int32Array.from(kept).sort();
    } else if (largest <= innerTol) {
      active = everything;
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
  /** Weights, the constant feature's last. */
  readonly w: Float64Array;
  /** Decision values. */
  readonly z: Float64Array;
  readonly bias: number;
  readonly freeBias: boolean;
  readonly l1: number;
  readonly l2: number;
  /** Changes of the objective below this are lost in rounding. */
  readonly rounding: number;
}

/** Moves one weight. Returns by how much its optimality condition was violated. */
function visit(state: State, j: number): number {
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
    const kink = l1 * (Math.abs(moved) - Math.abs(w[j]!));
    let change = kink + 0.5 * l2 * (moved * moved - w[j]! * w[j]!);
    for (let k = from; k < to; k++) {
      const i = isBias ? k : columns.rows[k]!;
      const x = isBias ? state.bias : columns.values[k]!;
      change += costs[i]! * (softplus(-signs[i]! * (z[i]! + d * x)) - softplus(-signs[i]! * z[i]!));
    }
    if (change <= 0.01 * (g * d + kink) + state.rounding) {
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

function beginAt(state: State, start: Start): void {
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
