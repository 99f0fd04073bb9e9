import type { BinaryProblem, SolverRun, Start } from "./binary-problem.js";
import { dualDescent } from "./logistic-dual.js";
import { sigmoid } from "./logistic-math.js";

/**
 * The passes end when the duality gap, relative to the objective, is at most this number times `tol`. On text, the
 * start is then often so good that the solver has nothing left to do.
 */
const GAP_PER_TOL = 30;
/**
 * Limits of that gap. To reach a smaller one, the passes take longer than the solver. A larger one does not help it.
 */
const GAP_RANGE = { min: 1e-6, max: 1e-2 } as const;
const MAX_PASSES = 20;
const INTERCEPT_TOL = 1e-10;

/**
 * A start for primal solvers, near the optimum of ½‖w‖² + C·loss with an unpenalised intercept: a few passes of dual
 * coordinate descent, followed by the best intercept for their weights.
 *
 * The intercept converges last in the passes, because it belongs to a column that every row has. For fixed weights,
 * Newton's method finds it quickly. The start saves most iterations of the solver, and does not change the optimum.
 *
 * @param limits  The limits of the solver. `tol` is relative to C·Σ row weights.
 * @returns       The start, and the number of its passes: at most `maxIter`.
 */
export async function freeInterceptStart(
  problem: BinaryProblem,
  fitIntercept: boolean,
  { tol, maxIter }: { readonly tol: number; readonly maxIter: number },
  run: SolverRun,
): Promise<Start & { readonly passes: number }> {
  const options = {
    tol: Math.min(Math.max(GAP_PER_TOL * tol, GAP_RANGE.min), GAP_RANGE.max),
    maxIter: Math.min(maxIter, MAX_PASSES),
    interceptScaling: fitIntercept ? 1 : 0,
    intercept: "free",
  } as const;
  const { w, center, decisions, iterations: passes } = await dualDescent(problem, options, run);
  const { cols } = problem.X;
  const coef = w.subarray(0, cols);
  if (!fitIntercept) return { coef, intercept: 0, passes };
  return { coef, intercept: center + w[cols]! + interceptShift(problem, decisions), passes };
}

/** The best change b of the intercept: it minimises Σ costᵢ·log(1 + exp(−yᵢ(zᵢ + b))) for the decision values zᵢ. */
function interceptShift({ signs, costs }: BinaryProblem, decisions: Float64Array): number {
  let scale = 0;
  for (let i = 0; i < costs.length; i++) scale += costs[i]!;
  let b = 0;
  let low = -Infinity;
  let high = Infinity;
  for (let round = 0; round < 60; round++) {
    let slope = 0;
    let curvature = 0;
    for (let i = 0; i < signs.length; i++) {
      const p = sigmoid(-signs[i]! * (decisions[i]! + b));
      slope -= costs[i]! * signs[i]! * p;
      curvature += costs[i]! * p * (1 - p);
    }
    if (Math.abs(slope) <= INTERCEPT_TOL * scale) break;
    if (slope > 0) high = b;
    else low = b;
    const newton = b - slope / curvature;
    if (newton > low && newton < high) b = newton;
    else if (low > -Infinity && high < Infinity) b = (low + high) / 2;
    // When all probabilities are 0 or 1, the curvature is 0 and there is no next step.
    else break;
  }
  return b;
}
