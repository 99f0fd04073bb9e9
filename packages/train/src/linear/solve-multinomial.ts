import type { CsrMatrix, Labels, LinearClassifier } from "@imdb/core";
import type { SolverReport } from "../fitting/fit-options.js";
import type { SolverRun } from "../solvers/binary-problem.js";
import { penalisedLoss } from "../solvers/penalised-loss.js";
import { softmaxLoss } from "../solvers/row-loss.js";
import type { LogisticParams } from "./logistic-options.js";
import { notConverged } from "./one-output.js";
import { minimise } from "./solve-logistic.js";

/** Multinomial logistic regression: ½‖W‖² + C·Σ softmax losses. The intercepts are not penalised, and sum to 0. */
export async function solveMultinomial(
  X: CsrMatrix,
  y: Labels,
  costs: Float64Array,
  params: LogisticParams,
  run: SolverRun,
  start: LinearClassifier | undefined,
): Promise<{ coef: Float64Array; intercept: Float64Array; report: SolverReport }> {
  const outputs = y.classes.length;
  const weights = outputs * X.cols;
  const loss = softmaxLoss(y.codes, costs, outputs);
  const objective = penalisedLoss(X, loss, params.fitIntercept ? 0 : null);
  if (start) objective.moveTo(start.coef, params.fitIntercept ? start.intercept : []);
  const scale = costs.reduce((sum, cost) => sum + cost, 0);
  const { iterations, converged, gradientNorm } = await minimise(objective, params, scale, run);
  return {
    coef: objective.point.slice(0, weights),
    intercept: params.fitIntercept ? centred(objective.point.slice(weights)) : new Float64Array(outputs),
    report: {
      solver: params.solver,
      iterations,
      converged,
      objective: objective.value(),
      gradientNorm,
      warnings: converged ? [] : [notConverged(params.solver, iterations)],
    },
  };
}

/** Intercepts shifted to sum 0. Adding one number to all intercepts does not change the probabilities. */
function centred(intercept: Float64Array): Float64Array {
  const mean = intercept.reduce((sum, b) => sum + b, 0) / intercept.length;
  return intercept.map((b) => b - mean);
}
