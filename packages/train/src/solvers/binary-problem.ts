import type { CsrMatrix, RunOptions } from "@imdb/core";

/** A binary classification problem, in the form that all binary solvers take. */
export interface BinaryProblem {
  readonly X: CsrMatrix;
  /** +1 for rows of the positive class, −1 for other rows. */
  readonly signs: Float64Array;
  /** The cost of each row: C times its class weight and sample weight. */
  readonly costs: Float64Array;
}

/** The weights and the intercept at which a solver starts. */
export interface Start {
  readonly coef: Float64Array;
  readonly intercept: number;
}

/** The result of a binary solver. */
export interface Solution {
  readonly coef: Float64Array;
  readonly intercept: number;
  readonly iterations: number;
  readonly converged: boolean;
  readonly objective: number;
  readonly gradientNorm: number;
}

/** The run options that a solver uses. */
export type SolverRun = Pick<RunOptions, "signal" | "onProgress" | "seed">;
