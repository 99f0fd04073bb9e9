import type { BinaryProblem, Solution, SolverRun, Start } from "../solvers/binary-problem.js";
import { renumberByFrequency, toNewColumns, toOriginalColumns } from "../solvers/column-order.js";
import { coordinateNewton } from "../solvers/coordinate-newton.js";
import { freeInterceptStart } from "../solvers/free-intercept-start.js";
import { lbfgs } from "../solvers/lbfgs.js";
import { logisticDual } from "../solvers/logistic-dual.js";
import { penalisedLoss } from "../solvers/penalised-loss.js";
import { binaryLogLoss } from "../solvers/row-loss.js";
import type { SmoothEnd, SmoothObjective } from "../solvers/smooth-objective.js";
import { trustRegionNewton } from "../solvers/trust-region-newton.js";
import type { LogisticParams } from "./logistic-options.js";

/** Solves one binary problem with the solver and the penalty of the parameters. */
export function solveLogistic(
  problem: BinaryProblem,
  params: LogisticParams,
  run: SolverRun,
  start?: Start,
): Promise<Solution> {
  if (params.penalty !== "l2") return solveSparse(problem, params, run, start);
  if (params.solver === "liblinear" && params.dual) {
    const interceptScaling = params.fitIntercept ? params.interceptScaling! : 0;
    return logisticDual(problem, { ...params, interceptScaling, intercept: "penalised" }, run, start);
  }
  return solvePrimal(problem, params, run, start);
}

/** L2-regularised logistic regression in the primal. */
async function solvePrimal(
  original: BinaryProblem,
  params: LogisticParams,
  run: SolverRun,
  warmStart: Start | undefined,
): Promise<Solution> {
  const { fitIntercept, solver } = params;
  const { matrix: X, newColumn } = renumberByFrequency(original.X);
  const problem = { ...original, X };
  const penalty = solver === "liblinear" ? 1 / params.interceptScaling! ** 2 : 0;
  const loss = binaryLogLoss(problem.signs, problem.costs);
  const objective = penalisedLoss(X, loss, fitIntercept ? penalty : null);
  const start = warmStart
    ? { ...warmStart, coef: toNewColumns(warmStart.coef, newColumn), passes: 0 }
    : solver === "liblinear"
      ? undefined
      : await freeInterceptStart(problem, fitIntercept, params, run);
  if (start) objective.moveTo(start.coef, fitIntercept ? [start.intercept] : []);
  const passes = start?.passes ?? 0;
  const limits = { ...params, maxIter: params.maxIter - passes };
  const end = await minimise(objective, limits, totalCost(problem), run);
  return {
    ...end,
    iterations: passes + end.iterations,
    coef: toOriginalColumns(objective.point, newColumn),
    intercept: fitIntercept ? objective.point[X.cols]! : 0,
    objective: objective.value(),
  };
}

/**
 * Minimises a smooth objective with the solver of the parameters.
 *
 * @param scale  The tolerance of the gradient is `tol · scale`.
 */
export function minimise(
  objective: SmoothObjective,
  params: LogisticParams,
  scale: number,
  run: SolverRun,
): Promise<SmoothEnd> {
  const settings = { gradientTol: params.tol * scale, maxIter: params.maxIter };
  return (params.solver === "lbfgs" ? lbfgs : trustRegionNewton)(objective, settings, run);
}

/** Logistic regression with an L1 or elastic-net penalty. */
function solveSparse(
  problem: BinaryProblem,
  params: LogisticParams,
  run: SolverRun,
  start: Start | undefined,
) {
  const l1 = params.penalty === "l1" ? 1 : params.l1Ratio!;
  const settings = {
    l1,
    l2: 1 - l1,
    intercept: !params.fitIntercept ? "none" : params.solver === "liblinear" ? "penalised" : "free",
    interceptScaling: params.interceptScaling ?? 1,
    gradientTol: params.tol * totalCost(problem),
    maxIter: params.maxIter,
  } as const;
  return coordinateNewton(problem, settings, run, start);
}

/** The total cost, C·Σ row weights. */
function totalCost({ costs }: BinaryProblem): number {
  let sum = 0;
  for (let i = 0; i < costs.length; i++) sum += costs[i]!;
  return sum;
}
