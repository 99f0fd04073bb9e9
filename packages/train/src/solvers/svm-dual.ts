import { type Random, seededRandom } from "@imdb/core";
import type { BinaryProblem, Solution, SolverRun } from "./binary-problem.js";
import { renumberByFrequency, toOriginalColumns } from "./column-order.js";
import { squaredNorms } from "./dual-start.js";
import { iterationReporter } from "./iteration-reporter.js";
import { addRow, rowDot } from "./row-products.js";
import { type SignedCsr, signedView } from "./signed-view.js";

/** Options of {@link svmDual}. */
export interface SvmDualOptions {
  readonly loss: "hinge" | "squaredHinge";
  /** The solver stops when the duality gap is at most `tol` times the objective. */
  readonly tol: number;
  readonly maxIter: number;
  /** The value of the constant feature, whose weight is the intercept and is penalised; 0: no intercept. */
  readonly interceptScaling: number;
}

interface State {
  readonly X: SignedCsr;
  readonly signs: Float64Array;
  readonly costs: Float64Array;
  readonly norms: Float64Array;
  readonly isSquared: boolean;
  /** The value of the constant feature. */
  readonly bias: number;
  /** The weights; the last one is that of the constant feature. */
  readonly w: Float64Array;
  /** The dual variables. */
  readonly alpha: Float64Array;
}

/**
 * Linear support vector machine by dual coordinate descent.
 *
 * It minimises ½‖w‖² + Σ costᵢ·max(0, 1 − yᵢ·w·xᵢ), or the same with the square of the maximum. The dual problem is
 * ½‖Σ αᵢyᵢxᵢ‖² + ½Σ dᵢαᵢ² − Σ αᵢ with 0 ≤ αᵢ ≤ uᵢ. Hinge: dᵢ = 0, uᵢ = costᵢ; squared: dᵢ = 1/(2·costᵢ), uᵢ = ∞.
 *
 * @see Hsieh, Chang, Lin, Keerthi & Sundararajan (2008), A dual coordinate descent method for large-scale linear
 *      SVM.
 */
export async function svmDual(
  problem: BinaryProblem,
  options: SvmDualOptions,
  run: SolverRun,
): Promise<Solution> {
  const { tol, maxIter, loss, interceptScaling: bias } = options;
  const { matrix, newColumn } = renumberByFrequency(problem.X);
  const state: State = {
    X: signedView(matrix),
    signs: problem.signs,
    costs: problem.costs,
    norms: squaredNorms(matrix, bias),
    isSquared: loss === "squaredHinge",
    bias,
    w: new Float64Array(matrix.cols + 1),
    alpha: new Float64Array(matrix.rows),
  };
  const random = seededRandom(run.seed ?? 0).fork("svm-dual");
  const reportIteration = iterationReporter(run, maxIter);
  let iterations = 0;
  let end = { primal: 1, gap: Infinity };
  while (end.gap > tol * end.primal && iterations < maxIter) {
    const largestStep = pass(state, random);
    iterations++;
    await reportIteration(iterations);
    // The gap costs one more pass over the rows. It cannot be small while steps are large.
    if (largestStep < 100 * Math.sqrt(tol) || iterations % 10 === 0 || iterations === maxIter)
      end = certificate(state);
  }
  return {
    coef: toOriginalColumns(state.w, newColumn),
    intercept: state.w[matrix.cols]! * bias,
    iterations,
    converged: end.gap <= tol * end.primal,
    objective: end.primal,
    gradientNorm: end.gap,
  };
}

/** One pass over all rows in random order. Returns the largest step. */
function pass({ X, signs, costs, norms, isSquared, bias, w, alpha }: State, random: Random): number {
  const { indptr, indices, values, cols, rows } = X;
  const order = random.permutation(rows);
  let largestStep = 0;
  for (let step = 0; step < order.length; step++) {
    const i = order[step]!;
    const cost = costs[i]!;
    const curvature = norms[i]! + (isSquared ? 0.5 / cost : 0);
    // A row with cost 0, or without features and intercept, does not change w.
    if (cost === 0 || norms[i] === 0) continue;
    const from = indptr[i]!;
    const to = indptr[i + 1]!;
    const margin = signs[i]! * (w[cols]! * bias + rowDot(indices, values, from, to, w));
    const slope = margin - 1 + (isSquared ? (0.5 * alpha[i]!) / cost : 0);
    const minimum = Math.max(0, alpha[i]! - slope / curvature);
    const next = isSquared ? minimum : Math.min(cost, minimum);
    const delta = (next - alpha[i]!) * signs[i]!;
    if (delta === 0) continue;
    largestStep = Math.max(largestStep, Math.abs(delta) * curvature);
    alpha[i] = next;
    addRow(indices, values, from, to, delta, w);
    w[cols] = w[cols]! + delta * bias;
  }
  return largestStep;
}

/** The primal objective and the duality gap. */
function certificate({ X, signs, costs, isSquared, bias, w, alpha }: State): { primal: number; gap: number } {
  const { indptr, indices, values, cols, rows } = X;
  let norm = 0;
  for (let j = 0; j < w.length; j++) norm += w[j]! * w[j]!;
  let primal = norm / 2;
  let dual = -norm / 2;
  for (let i = 0; i < rows; i++) {
    const decision = w[cols]! * bias + rowDot(indices, values, indptr[i]!, indptr[i + 1]!, w);
    const hinge = Math.max(0, 1 - signs[i]! * decision);
    primal += costs[i]! * (isSquared ? hinge * hinge : hinge);
    dual += alpha[i]!;
    if (isSquared && costs[i]! > 0) dual -= (alpha[i]! * alpha[i]!) / (4 * costs[i]!);
  }
  return { primal, gap: Math.max(0, primal - dual) };
}
