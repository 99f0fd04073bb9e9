import type { CsrMatrix, Labels, LinearClassifier } from "@imdb/core";
import type { SolverReport } from "../fitting/fit-options.js";
import type { BinaryProblem, Solution, SolverRun, Start } from "../solvers/binary-problem.js";
import { binaryLogLoss, type RowLoss, softmaxLoss } from "../solvers/row-loss.js";
import { saga } from "../solvers/saga.js";
import { largestSize } from "../solvers/vectors.js";
import { centred } from "./centred.js";
import type { LogisticParams } from "./logistic-options.js";
import { notConverged } from "./one-output.js";

/** Solves one binary problem by saga. */
export async function solveOutputBySaga(
  { X, signs, costs }: BinaryProblem,
  params: LogisticParams,
  run: SolverRun,
  start: Start | undefined,
): Promise<Solution> {
  const first = start && { coef: start.coef, intercept: Float64Array.of(start.intercept) };
  const { intercept, ...end } = await solve(X, binaryLogLoss(signs, costs), costs, 1 / 4, params, run, first);
  return { ...end, intercept: intercept[0]! };
}

/** Fits all classes together by saga: penalty(W) + C·Σ softmax losses, intercepts unpenalised and centred. */
export async function solveBySaga(
  X: CsrMatrix,
  y: Labels,
  costs: Float64Array,
  params: LogisticParams,
  run: SolverRun,
  start: LinearClassifier | undefined,
): Promise<{ coef: Float64Array; intercept: Float64Array; report: SolverReport }> {
  const loss = softmaxLoss(y.codes, costs, y.classes.length);
  const { coef, intercept, ...end } = await solve(X, loss, costs, 1 / 2, params, run, start);
  const warnings = end.converged ? [] : [notConverged("saga", end.iterations)];
  return {
    coef,
    intercept: params.fitIntercept ? centred(intercept) : intercept,
    report: { solver: "saga", ...end, warnings },
  };
}

/** @param curvature  The largest second derivative of a loss of cost 1. */
function solve(
  X: CsrMatrix,
  loss: RowLoss,
  costs: Float64Array,
  curvature: number,
  { penalty, l1Ratio, fitIntercept, tol, maxIter }: LogisticParams,
  run: SolverRun,
  start: { readonly coef: Float64Array; readonly intercept: Float64Array } | undefined,
) {
  const l1 = penalty === "l2" ? 0 : penalty === "l1" ? 1 : l1Ratio!;
  const settings = {
    penalty: { l1, l2: 1 - l1 },
    fitIntercept,
    curvature: curvature * largestSize(costs),
    gradientTol: tol * costs.reduce((sum, cost) => sum + cost, 0),
    maxIter,
  };
  return saga(X, loss, settings, run, start);
}
