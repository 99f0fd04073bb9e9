import type { BinaryProblem, SolverRun, Start } from "./binary-problem.js";
import { descend } from "./logistic-dual.js";
import { sigmoid } from "./logistic-math.js";

/** The duality gap to stop at, relative to the objective, for each unit of the gradient's tolerance: with less, the
 * solver has nothing left to do on text. */
const GAP = 30;
/** Beyond these, passes are slower than the solver that starts from them, or of no use to it. */
const GAP_RANGE = { least: 1e-6, most: 1e-2 } as const;
const MAX_PASSES = 20;
const INTERCEPT_TOL = 1e-10;

/**
 * A start for solvers of the primal, near the optimum of ½‖w‖² + C·loss with an unpenalised intercept: a few cheap
 * passes of dual coordinate descent, and then the best intercept for their weights.
 *
 * The intercept is what the passes settle last, as a column that every row has, and its slope is the largest. Alone
 * it is found by Newton's method, in no time. The start saves most of the steps and does not change the optimum.
 *
 * @param limits  The solver's: `tol` is relative to C·Σ row weights.
 * @returns       The start, and the passes it took: no more than `maxIter`.
 */
export async function freeInterceptStart(
  problem: BinaryProblem,
  fitIntercept: boolean,
  { tol, maxIter }: { readonly tol: number; readonly maxIter: number },
  run: SolverRun,
): Promise<Start & { readonly passes: number }> {
  const options = {
    tol: Math.min(Math.max(GAP * tol, GAP_RANGE.least), GAP_RANGE.most),
    maxIter: Math.min(maxIter, MAX_PASSES),
    interceptScaling: fitIntercept ? 1 : 0,
    intercept: "free",
  } as const;
  const { w, center, decisions, iterations: passes } = await descend(problem, options, run);
  const { cols } = problem.X;
  const coef = w.subarray(0, cols);
  if (!fitIntercept) return { coef, intercept: 0, passes };
  return { coef, intercept: center + w[cols]! + shiftOf(problem, decisions), passes };
}

/** What to add to all decisions zᵢ: minimises Σ costᵢ·log(1 + exp(−yᵢ(zᵢ + b))) over b. */
function shiftOf({ signs, costs }: BinaryProblem, decisions: Float64Array): number {
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
    // Where all rows are certain to the last digit there is no curvature to go by.
    else break;
  }
  return b;
}
