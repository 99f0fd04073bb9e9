import { seededRandom } from "@imdb/core";
import type { BinaryProblem, Solution, SolverRun, Start } from "./binary-problem.js";
import { sigmoid, softplus } from "./logistic-math.js";
import { createPace } from "./pace.js";
import { signedView } from "./signed-view.js";

const COLD = -40;

/** What {@link logisticDual} takes. */
export interface LogisticDualOptions {
  /** Stop when the duality gap is at most `tol` times the objective. */
  readonly tol: number;
  readonly maxIter: number;
  /** Value of the constant feature whose weight gives the intercept; 0: no intercept. */
  readonly interceptScaling: number;
  /**
   * `"penalised"`: the constant feature's weight is penalised like the rest. `"free"`: after each pass the
   * penalty moves to where the intercept stands (the method of multipliers), so that at the end it has none;
   * the gap is then an estimate.
   */
  readonly intercept: "penalised" | "free";
}

/**
 * L2-regularised logistic regression by dual coordinate descent.
 *
 * Minimises P(w) = ½‖w‖² + Σ costᵢ·log(1 + exp(−yᵢ·w·xᵢ)), the intercept being one of the weights, over its dual
 * D(α) = −½‖Σ αᵢyᵢxᵢ‖² − Σ [αᵢ log αᵢ + (cᵢ−αᵢ) log(cᵢ−αᵢ) − cᵢ log cᵢ], 0 < αᵢ < cᵢ. One step solves for one αᵢ
 * exactly, by Newton's method kept inside a bracket, in the variable t = log(α/(c−α)): there
 * h(t) = t + q·c·σ(t) + const rises with slope ≥ 1, and α never rounds to 0 or c. P − D bounds the distance to
 * the optimum from above, so the stopping rule is a certificate: P − D ≤ tol·P.
 *
 * @see Yu, Huang & Lin (2011), Dual coordinate descent methods for logistic regression and maximum entropy
 *      models, Machine Learning 85.
 */
export async function logisticDual(
  problem: BinaryProblem,
  options: LogisticDualOptions,
  run: SolverRun,
  start?: Start,
): Promise<Solution> {
  const { X } = problem;
  const { tol, maxIter, interceptScaling, intercept } = options;
  const bias = interceptScaling;
  const w = new Float64Array(X.cols + 1);
  const norms = squaredNorms(problem, bias);
  const odds = firstOdds(problem, bias, start);
  if (start) sumOfRows(problem, odds, bias, w);

  const random = seededRandom(run.seed ?? 0).fork("logistic-dual");
  const pace = createPace(run, "fitting", maxIter);
  const sweep: Sweep = {
    ...problem,
    w,
    norms,
    odds,
    bias,
    center: start && intercept === "free" ? start.intercept : 0,
    rest: new Uint8Array(X.rows),
    calm: new Uint8Array(X.rows),
  };
  // Residuals αᵢ − cᵢ·σ(−mᵢ), the rows' shares of the gradient.
  const residuals = new Float64Array(X.rows);
  let state = start ? certificate(sweep, intercept, residuals) : { primal: 1, gap: Infinity };
  // Rows move on after they are seen, so a pass overstates the gap it leaves behind, at first about fourfold.
  let overstated = 4;
  let meanGain = 0;
  let iterations = 0;
  while (!(state.gap <= tol * state.primal) && iterations < maxIter) {
    const seen = pass(sweep, random.permutation(X.rows), 0.05 * meanGain);
    meanGain = seen.gain / X.rows;
    if (intercept === "free") sweep.center += w[X.cols]! * bias;
    iterations++;
    await pace(iterations);
    if (seen.gap <= overstated * tol * seen.loss || iterations === maxIter) {
      state = certificate(sweep, intercept, residuals);
      overstated = Math.max(1, seen.gap / state.gap);
    }
  }
  return {
    coef: w.slice(0, X.cols),
    intercept: sweep.center + w[X.cols]! * bias,
    iterations,
    converged: state.gap <= tol * state.primal,
    objective: state.primal,
    gradientNorm: gradientNorm(X, bias, residuals),
  };
}

/** What a pass works on. */
interface Sweep extends BinaryProblem {
  readonly w: Float64Array;
  readonly norms: Float64Array;
  /** log(α/(c−α)) of each row. */
  readonly odds: Float64Array;
  readonly bias: number;
  /** The intercept around which a free one is held; else 0. */
  center: number;
  /** Passes a row still sits out, and how often in a row it had nothing to gain. */
  readonly rest: Uint8Array;
  readonly calm: Uint8Array;
}

/**
 * One pass over the rows that do not rest. A row whose step would raise the dual objective by less than
 * `worthwhile` is passed over, and then sits out one to three passes.
 *
 * @returns Σ of the gains and of the rows' shares of the duality gap, and the loss, as seen on the way.
 */
function pass(
  sweep: Sweep,
  order: Uint32Array,
  worthwhile: number,
): { gain: number; gap: number; loss: number } {
  const { signs, costs, norms, odds, w, bias, center, rest, calm } = sweep;
  const { indptr, indices, values, cols } = signedView(sweep.X);
  let gain = 0;
  let gap = 0;
  let loss = 0;
  for (let step = 0; step < order.length; step++) {
    const i = order[step]!;
    const cost = costs[i]!;
    if (cost === 0) continue;
    if (rest[i]! > 0) {
      rest[i]!--;
      continue;
    }
    const from = indptr[i]!;
    const to = indptr[i + 1]!;
    let dot = center + w[cols]! * bias;
    for (let k = from; k < to; k++) dot += w[indices[k]!]! * values[k]!;
    const margin = signs[i]! * dot;
    const t = odds[i]!;
    const s = sigmoid(t);
    const violation = t + margin;
    const curvature = cost * s * (1 - s);
    const worth = (violation * violation * curvature) / (1 + norms[i]! * curvature);
    gain += worth;
    loss += cost * softplus(-margin);
    gap += cost * (softplus(-margin) - softplus(t) + s * violation);
    if (worth < worthwhile) {
      if (calm[i]! < 3) calm[i]!++;
      rest[i] = calm[i]!;
      continue;
    }
    calm[i] = 0;
    const next = solveOdds(norms[i]! * cost, margin - norms[i]! * cost * s, t);
    odds[i] = next;
    const delta = cost * (sigmoid(next) - s) * signs[i]!;
    for (let k = from; k < to; k++) {
      const j = indices[k]!;
      w[j] = w[j]! + delta * values[k]!;
    }
    w[cols] = w[cols]! + delta * bias;
  }
  return { gain, gap, loss };
}

/** The root of t + qc·σ(t) + k. */
function solveOdds(qc: number, k: number, guess: number): number {
  // σ lies in (0, 1), so the root does in [−k − qc, −k].
  let low = -k - qc;
  let high = -k;
  let t = guess < low ? low : guess > high ? high : guess;
  for (let round = 0; round < 60; round++) {
    const s = sigmoid(t);
    const h = t + qc * s + k;
    if (Math.abs(h) <= 1e-10 * (1 + Math.abs(k))) break;
    if (h > 0) high = t;
    else low = t;
    const newton = t - h / (1 + qc * s * (1 - s));
    t = newton > low && newton < high ? newton : 0.5 * (low + high);
  }
  return t;
}

function squaredNorms({ X }: BinaryProblem, bias: number): Float64Array {
  const norms = new Float64Array(X.rows);
  for (let i = 0; i < X.rows; i++) {
    let sum = bias * bias;
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) sum += X.values[k]! * X.values[k]!;
    norms[i] = sum;
  }
  return norms;
}

/** log(α/(c−α)): in a cold start, α lost in the rounding of w = 0; in a warm start, what the margins call for. */
function firstOdds({ X, signs }: BinaryProblem, bias: number, start: Start | undefined): Float64Array {
  const odds = new Float64Array(X.rows).fill(COLD);
  if (!start) return odds;
  for (let i = 0; i < X.rows; i++) {
    let dot = bias === 0 ? 0 : start.intercept;
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) dot += start.coef[X.indices[k]!]! * X.values[k]!;
    odds[i] = -signs[i]! * dot;
  }
  return odds;
}

/** w = Σ αᵢyᵢxᵢ */
function sumOfRows(
  { X, signs, costs }: BinaryProblem,
  odds: Float64Array,
  bias: number,
  w: Float64Array,
): void {
  for (let i = 0; i < X.rows; i++) {
    const alpha = costs[i]! * sigmoid(odds[i]!) * signs[i]!;
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) w[X.indices[k]!]! += alpha * X.values[k]!;
    w[X.cols]! += alpha * bias;
  }
}

/** The primal objective ½‖w‖² + loss, and the duality gap Σ cᵢ·[log(1+e⁻ᵐ) − log(1+eᵗ) + σ(t)·(t + m)]. */
function certificate(
  { X, signs, costs, odds, bias, center, w }: Sweep,
  intercept: LogisticDualOptions["intercept"],
  residuals: Float64Array,
): { primal: number; gap: number } {
  let primal = 0;
  let gap = 0;
  for (let j = 0; j < X.cols; j++) primal += 0.5 * w[j]! * w[j]!;
  if (intercept === "penalised") primal += 0.5 * w[X.cols]! * w[X.cols]!;
  else gap += Math.abs((center + w[X.cols]! * bias) * w[X.cols]!);
  for (let i = 0; i < X.rows; i++) {
    const margin = signs[i]! * rowDot(X, i, w, center + w[X.cols]! * bias);
    const t = odds[i]!;
    const loss = softplus(-margin);
    primal += costs[i]! * loss;
    gap += costs[i]! * (loss - softplus(t) + sigmoid(t) * (t + margin));
    residuals[i] = costs[i]! * (sigmoid(t) - sigmoid(-margin)) * signs[i]!;
  }
  return { primal, gap: Math.max(0, gap) };
}

/** The largest absolute component of the primal gradient, Σ (αᵢ − cᵢ·σ(−mᵢ))·yᵢ·xᵢ. */
function gradientNorm(X: BinaryProblem["X"], bias: number, residuals: Float64Array): number {
  const gradient = new Float64Array(X.cols + 1);
  for (let i = 0; i < X.rows; i++) {
    const residual = residuals[i]!;
    for (let k = X.indptr[i]!, to = X.indptr[i + 1]!; k < to; k++) {
      const j = X.indices[k]!;
      gradient[j] = gradient[j]! + residual * X.values[k]!;
    }
    gradient[X.cols] = gradient[X.cols]! + residual * bias;
  }
  let largest = 0;
  for (let j = 0; j < gradient.length; j++) {
    const size = Math.abs(gradient[j]!);
    if (size > largest) largest = size;
  }
  return largest;
}

function rowDot(X: BinaryProblem["X"], row: number, w: Float64Array, offset: number): number {
  let dot = offset;
  for (let k = X.indptr[row]!, to = X.indptr[row + 1]!; k < to; k++) dot += w[X.indices[k]!]! * X.values[k]!;
  return dot;
}
