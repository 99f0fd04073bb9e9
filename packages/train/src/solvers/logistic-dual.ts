import { seededRandom } from "@imdb/core";
import type { BinaryProblem, Solution, SolverRun, Start } from "./binary-problem.js";
import { renumberByFrequency, toNewColumns, toOriginalColumns } from "./column-order.js";
import { certificate, gradientNorm } from "./dual-certificate.js";
import { type DualState, pass } from "./dual-pass.js";
import { addDualWeights, initialLogits, squaredNorms } from "./dual-start.js";
import { iterationReporter } from "./iteration-reporter.js";

/** Options of {@link logisticDual}. */
export interface LogisticDualOptions {
  /** The solver stops when the duality gap is at most `tol` times the objective. */
  readonly tol: number;
  readonly maxIter: number;
  /** The value of the constant feature whose weight is the intercept; 0: no intercept. */
  readonly interceptScaling: number;
  /**
   * `"penalised"`: the weight of the constant feature is penalised like the other weights. `"free"`: after each pass
   * the penalty is centred at the current intercept (the method of multipliers), so that it vanishes at the end. The
   * gap is then an estimate.
   */
  readonly intercept: "penalised" | "free";
}

/**
 * Logistic regression with an L2 penalty, by dual coordinate descent.
 *
 * The primal objective is P(w) = ½‖w‖² + Σ costᵢ·log(1 + exp(−yᵢ·w·xᵢ)), where the intercept is one of the weights. The
 * dual objective is D(α) = −½‖Σ αᵢyᵢxᵢ‖² − Σ [αᵢ log αᵢ + (cᵢ−αᵢ) log(cᵢ−αᵢ) − cᵢ log cᵢ], 0 < αᵢ < cᵢ. One step
 * maximises D over one αᵢ, by Newton's method inside a bracket, in the variable t = log(α/(c−α)): its equation
 * t + q·c·σ(t) + const = 0 has a slope of at least 1, and α is never rounded to 0 or c. The duality gap P − D is an
 * upper bound of the distance to the optimum. The solver stops when P − D ≤ tol·P.
 *
 * @see Yu, Huang & Lin (2011), Dual coordinate descent methods for logistic regression and maximum entropy
 *      models, Machine Learning 85.
 */
export async function logisticDual(
  original: BinaryProblem,
  options: LogisticDualOptions,
  run: SolverRun,
  warmStart?: Start,
): Promise<Solution> {
  const { matrix: X, newColumn } = renumberByFrequency(original.X);
  const start = warmStart && { ...warmStart, coef: toNewColumns(warmStart.coef, newColumn) };
  const end = await dualDescent({ ...original, X }, options, run, start);
  const { w, center, residuals, iterations, primal, gap } = end;
  const bias = options.interceptScaling;
  return {
    coef: toOriginalColumns(w, newColumn),
    intercept: center + w[X.cols]! * bias,
    iterations,
    converged: gap <= options.tol * primal,
    objective: primal,
    gradientNorm: gradientNorm(X, bias, residuals),
  };
}

/**
 * The passes of {@link logisticDual}, in the column order of the matrix. They are fastest when the columns are numbered
 * by frequency.
 *
 * @returns The weights (the last one is that of the constant feature), and the results of `certificate` for them.
 */
export async function dualDescent(
  problem: BinaryProblem,
  options: LogisticDualOptions,
  run: SolverRun,
  start?: Start,
) {
  const { X } = problem;
  const { tol, maxIter, interceptScaling: bias, intercept } = options;
  const w = new Float64Array(X.cols + 1);
  const norms = squaredNorms(X, bias);
  const logits = initialLogits(problem, bias, start);
  if (start) addDualWeights(problem, logits, bias, w);

  const random = seededRandom(run.seed ?? 0).fork("logistic-dual");
  const reportIteration = iterationReporter(run, maxIter);
  const state: DualState = {
    ...problem,
    w,
    norms,
    logits,
    bias,
    center: start && intercept === "free" ? start.intercept : 0,
    passesToSkip: new Uint8Array(X.rows),
    idleVisits: new Uint8Array(X.rows),
  };
  const residuals = new Float64Array(X.rows);
  const decisions = new Float64Array(X.rows);
  let end = start ? certificate(state, intercept, residuals, decisions) : { primal: 1, gap: Infinity };
  // A pass adds up the gap of each row before the row's update, so the sum is larger than the gap after the pass: at
  // first about 4 times.
  let overestimation = 4;
  let meanGain = 0;
  let iterations = 0;
  while (!(end.gap <= tol * end.primal) && iterations < maxIter) {
    const visited = pass(state, random.permutation(X.rows), 0.05 * meanGain);
    meanGain = visited.gain / X.rows;
    if (intercept === "free") state.center += w[X.cols]! * bias;
    iterations++;
    await reportIteration(iterations);
    if (visited.gap <= overestimation * tol * visited.loss || iterations === maxIter) {
      end = certificate(state, intercept, residuals, decisions);
      overestimation = Math.max(1, visited.gap / end.gap);
    }
  }
  return { w, center: state.center, residuals, decisions, iterations, ...end };
}
