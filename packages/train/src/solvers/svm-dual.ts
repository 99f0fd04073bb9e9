import { seededRandom } from "@imdb/core";
import type { BinaryProblem, Solution, SolverRun } from "./binary-problem.js";
import { byFrequency, fromPlaces } from "./by-frequency.js";
import { squaredNorms } from "./dual-start.js";
import { createPace } from "./pace.js";
import { addRow, rowDot } from "./row-products.js";
import { signedView } from "./signed-view.js";

/** What {@link svmDual} takes. */
export interface SvmDualOptions {
  readonly loss: "hinge" | "squaredHinge";
  /** Stop when the duality gap is at most `tol` times the objective. */
  readonly tol: number;
  readonly maxIter: number;
  /** Value of the constant feature whose weight gives the intercept, penalised like the rest; 0: none. */
  readonly interceptScaling: number;
}

/**
 * Linear support vector machine by dual coordinate descent.
 *
 * Minimises ½‖w‖² + Σ costᵢ·max(0, 1 − yᵢ·w·xᵢ) (or its square) over its dual: ½‖Σ αᵢyᵢxᵢ‖² + ½Σ dᵢαᵢ² − Σ αᵢ with
 * 0 ≤ αᵢ ≤ uᵢ; hinge: dᵢ = 0, uᵢ = costᵢ; squared: dᵢ = 1/(2·costᵢ), uᵢ = ∞.
 *
 * @see Hsieh, Chang, Lin, Keerthi & Sundararajan (2008), A dual coordinate descent method for large-scale linear
 *      SVM.
 */
export async function svmDual(
  problem: BinaryProblem,
  options: SvmDualOptions,
  run: SolverRun,
): Promise<Solution> {
  const { costs, signs } = problem;
  const { tol, maxIter, loss, interceptScaling: bias } = options;
  const { matrix, place } = byFrequency(problem.X);
  const X = signedView(matrix);
  const { indptr, indices, values, cols } = X;
  const squared = loss === "squaredHinge";
  const w = new Float64Array(cols + 1);
  const alpha = new Float64Array(X.rows);
  const norms = squaredNorms(matrix, bias);
  const random = seededRandom(run.seed ?? 0).fork("svm-dual");
  const pace = createPace(run, maxIter);

  const margin = (i: number) =>
    signs[i]! * (w[cols]! * bias + rowDot(indices, values, indptr[i]!, indptr[i + 1]!, w));

  /** The primal objective and the duality gap. */
  function certificate(): { primal: number; gap: number } {
    let norm = 0;
    for (let j = 0; j < w.length; j++) norm += w[j]! * w[j]!;
    let primal = norm / 2;
    let dual = -norm / 2;
    for (let i = 0; i < X.rows; i++) {
      const short = Math.max(0, 1 - margin(i));
      primal += costs[i]! * (squared ? short * short : short);
      dual += alpha[i]!;
      if (squared && costs[i]! > 0) dual -= (alpha[i]! * alpha[i]!) / (4 * costs[i]!);
    }
    return { primal, gap: Math.max(0, primal - dual) };
  }

  let iterations = 0;
  let state = { primal: 1, gap: Infinity };
  while (state.gap > tol * state.primal && iterations < maxIter) {
    const order = random.permutation(X.rows);
    let worst = 0;
    for (let step = 0; step < order.length; step++) {
      const i = order[step]!;
      const cost = costs[i]!;
      const curvature = norms[i]! + (squared ? 0.5 / cost : 0);
      // A row without weight, or without features and intercept, has nothing to say to w.
      if (cost === 0 || norms[i] === 0) continue;
      const slope = margin(i) - 1 + (squared ? (0.5 * alpha[i]!) / cost : 0);
      const wanted = Math.max(0, alpha[i]! - slope / curvature);
      const next = squared ? wanted : Math.min(cost, wanted);
      const delta = (next - alpha[i]!) * signs[i]!;
      if (delta === 0) continue;
      worst = Math.max(worst, Math.abs(delta) * curvature);
      alpha[i] = next;
      addRow(indices, values, indptr[i]!, indptr[i + 1]!, delta, w);
      w[cols] = w[cols]! + delta * bias;
    }
    iterations++;
    await pace(iterations);
    // The gap costs a pass; while rows still move far it cannot be small.
    if (worst < 100 * Math.sqrt(tol) || iterations % 10 === 0 || iterations === maxIter)
      state = certificate();
  }
  return {
    coef: fromPlaces(w, place),
    intercept: w[cols]! * bias,
    iterations,
    converged: state.gap <= tol * state.primal,
    objective: state.primal,
    gradientNorm: state.gap,
  };
}
