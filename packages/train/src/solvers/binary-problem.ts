import type { CsrMatrix, RunOptions } from "@imdb/core";

/** Two classes to tell apart, in the form every binary solver takes. */
export interface BinaryProblem {
  readonly X: CsrMatrix;
  /** +1 for rows of the positive class, −1 for the rest. */
  readonly signs: Float64Array;
  /** The cost of each row: C times its weight. */
  readonly costs: Float64Array;
}

/** Where a solver starts. */
export interface Start {
  readonly coef: Float64Array;
  readonly intercept: number;
}

/** Where a binary solver ended. */
export interface Solution {
  readonly coef: Float64Array;
  readonly intercept: number;
  readonly iterations: number;
  readonly converged: boolean;
  readonly objective: number;
  readonly gradientNorm: number;
}

/** What a solver needs of the run. */
export type SolverRun = Pick<RunOptions, "signal" | "onProgress" | "seed">;
