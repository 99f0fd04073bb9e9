import type { Classifier, CsrMatrix, Labels, LinearClassifier, TrainLabels } from "@imdb/core";
import type { FitOptions, SolverReport } from "../fitting/fit-options.js";
import { positiveClasses } from "../fitting/positive-classes.js";
import type { Recipe } from "../fitting/recipe.js";
import type { BinaryProblem, Solution, Start } from "../solvers/binary-problem.js";
import { type LinearModel, type LinearParts, linearModel } from "./linear-model.js";

/** A linear classifier that has not been fitted. */
export interface LinearLearner<Run extends FitOptions = FitOptions> extends Classifier<LinearModel> {
  /** The name and the options that it was made with. */
  readonly recipe: Recipe;
  /** Fits on train rows. `run` may have sample weights. */
  fit<L extends string>(X: CsrMatrix, y: TrainLabels<L>, run?: Run): Promise<LinearModel<L>>;
}

/** The binary problem of one output: its positive class against the rest. */
export function binaryProblem(X: CsrMatrix, y: Labels, costs: Float64Array, positive: number): BinaryProblem {
  const signs = new Float64Array(X.rows);
  for (let i = 0; i < signs.length; i++) signs[i] = y.codes[i] === positive ? 1 : -1;
  return { X, signs, costs };
}

/** The start of one output from the model of a warm start. */
export function outputStart(model: LinearClassifier | undefined, output: number): Start | undefined {
  if (!model) return undefined;
  const { featureCount, coef, intercept } = model;
  return {
    coef: coef.subarray(output * featureCount, (output + 1) * featureCount),
    intercept: intercept[output]!,
  };
}

/** Solves the outputs one after another, and makes a model from the solutions. */
export async function fitOutputs<L extends string>(
  parts: Pick<LinearParts<L>, "kind" | "params" | "classes" | "featureCount">,
  solver: string,
  solve: (positive: number, output: number) => Promise<Solution>,
): Promise<LinearModel<L>> {
  const solutions: Solution[] = [];
  for (const positive of positiveClasses(parts.classes.length)) {
    solutions.push(await solve(positive, solutions.length));
  }
  return modelOfOutputs(parts, solver, solutions);
}

/** A linear model from one solution per output. */
export function modelOfOutputs<L extends string>(
  parts: Pick<LinearParts<L>, "kind" | "params" | "classes" | "featureCount">,
  solver: string,
  solutions: readonly Solution[],
): LinearModel<L> {
  const coef = new Float64Array(parts.featureCount * solutions.length);
  solutions.forEach((solution, o) => {
    coef.set(solution.coef, o * parts.featureCount);
  });
  return linearModel({
    ...parts,
    link: solutions.length === 1 ? "sigmoid" : "ovr",
    coef,
    intercept: Float64Array.from(solutions, (solution) => solution.intercept),
    report: joinedReport(solver, solutions),
  });
}

/** One report from the solutions of all outputs. */
function joinedReport(solver: string, solutions: readonly Solution[]): SolverReport {
  const unconverged = solutions.filter((solution) => !solution.converged).length;
  const iterations = Math.max(...solutions.map((solution) => solution.iterations));
  return {
    solver,
    iterations,
    converged: unconverged === 0,
    objective: solutions.reduce((sum, solution) => sum + solution.objective, 0),
    gradientNorm: Math.max(...solutions.map((solution) => solution.gradientNorm)),
    warnings: unconverged === 0 ? [] : [notConverged(solver, iterations, unconverged, solutions.length)],
  };
}

/** The warning of a fit that reached the largest number of iterations. */
export function notConverged(solver: string, iterations: number, unconverged = 1, outputs = 1): string {
  const which = outputs > 1 ? ` for ${unconverged} of ${outputs} classes` : "";
  return `${solver} did not converge within ${iterations} iterations${which}: raise maxIter or tol, or scale the features.`;
}
