import type { CsrMatrix, Labels, LinearClassifier } from "@imdb/core";
import type { SolverReport } from "../fitting/fit-options.js";
import type { BinaryProblem, Solution, Start } from "../solvers/binary-problem.js";

/** The outputs a linear model needs: one for two classes, else one a class. */
export function outputCount(y: Labels): number {
  return y.classes.length === 2 ? 1 : y.classes.length;
}

/** The binary problem of one output: its class (of two classes, the second) against the rest. */
export function binaryProblem(X: CsrMatrix, y: Labels, costs: Float64Array, output: number): BinaryProblem {
  const positive = y.classes.length === 2 ? 1 : output;
  const signs = new Float64Array(X.rows);
  for (let i = 0; i < signs.length; i++) signs[i] = y.codes[i] === positive ? 1 : -1;
  return { X, signs, costs };
}

/** Where an output starts in a warm start. */
export function startOf(model: LinearClassifier | undefined, output: number): Start | undefined {
  if (!model) return undefined;
  const { featureCount, coef, intercept } = model;
  return {
    coef: coef.subarray(output * featureCount, (output + 1) * featureCount),
    intercept: intercept[output]!,
  };
}

/** The weights and the report of one solution an output. */
export function joinSolutions(
  solver: string,
  cols: number,
  solutions: readonly Solution[],
): { coef: Float64Array; intercept: Float64Array; report: SolverReport } {
  const coef = new Float64Array(cols * solutions.length);
  solutions.forEach((solution, o) => {
    coef.set(solution.coef, o * cols);
  });
  const late = solutions.filter((solution) => !solution.converged);
  const iterations = Math.max(...solutions.map((solution) => solution.iterations));
  return {
    coef,
    intercept: Float64Array.from(solutions, (solution) => solution.intercept),
    report: {
      solver,
      iterations,
      converged: late.length === 0,
      objective: solutions.reduce((sum, solution) => sum + solution.objective, 0),
      gradientNorm: Math.max(...solutions.map((solution) => solution.gradientNorm)),
      warnings: late.length === 0 ? [] : [notConverged(solver, iterations, late.length, solutions.length)],
    },
  };
}

/** The warning of a fit that ended before its stopping rule held. */
export function notConverged(solver: string, iterations: number, late = 1, outputs = 1): string {
  const which = outputs > 1 ? ` for ${late} of ${outputs} classes` : "";
  return `${solver} did not converge within ${iterations} iterations${which}: raise maxIter or tol, or scale the features.`;
}
