import { seededRandom } from "@imdb/core";
import type { BinaryProblem, Solution, SolverRun, Start } from "./binary-problem.js";
import { byFrequency, fromPlaces, toPlaces } from "./by-frequency.js";
import { certificate, gradientNorm } from "./dual-certificate.js";
import { pass, type Sweep } from "./dual-pass.js";
import { firstOdds, squaredNorms, sumOfRows } from "./dual-start.js";
import { createPace } from "./pace.js";

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
  given: BinaryProblem,
  options: LogisticDualOptions,
  run: SolverRun,
  from?: Start,
): Promise<Solution> {
  const { matrix: X, place } = byFrequency(given.X);
  const start = from && { ...from, coef: toPlaces(from.coef, place) };
  const end = await descend({ ...given, X }, options, run, start);
  const { w, center, residuals, iterations, primal, gap } = end;
  const bias = options.interceptScaling;
  return {
    coef: fromPlaces(w, place),
    intercept: center + w[X.cols]! * bias,
    iterations,
    converged: gap <= options.tol * primal,
    objective: primal,
    gradientNorm: gradientNorm(X, bias, residuals),
  };
}

/**
 * The passes of {@link logisticDual}, over columns as they are: they should be numbered by frequency.
 *
 * @returns Where they ended: the weights, that of the constant feature last, and what `certificate` says of them.
 */
export async function descend(
  problem: BinaryProblem,
  options: LogisticDualOptions,
  run: SolverRun,
  start?: Start,
) {
  const { X } = problem;
  const { tol, maxIter, interceptScaling: bias, intercept } = options;
  const w = new Float64Array(X.cols + 1);
  const norms = squaredNorms(X, bias);
  const odds = firstOdds(problem, bias, start);
  if (start) sumOfRows(problem, odds, bias, w);

  const random = seededRandom(run.seed ?? 0).fork("logistic-dual");
  const pace = createPace(run, maxIter);
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
  const residuals = new Float64Array(X.rows);
  const decisions = new Float64Array(X.rows);
  let state = start ? certificate(sweep, intercept, residuals, decisions) : { primal: 1, gap: Infinity };
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
      state = certificate(sweep, intercept, residuals, decisions);
      overstated = Math.max(1, seen.gap / state.gap);
    }
  }
  return { w, center: sweep.center, residuals, decisions, iterations, ...state };
}
