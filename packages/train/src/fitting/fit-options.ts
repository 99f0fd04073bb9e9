import type { FitReport, LinearClassifier, RunOptions } from "@imdb/core";

/** What a fit of ours takes besides the data. */
export interface FitOptions extends RunOptions {
  /** One weight a row, from 0; multiplies the row's loss. Default: 1 each. */
  readonly sampleWeight?: ArrayLike<number> | undefined;
}

/** What a fit of a linear model takes: it can start from an earlier one. */
export interface LinearFitOptions extends FitOptions {
  /** A model of the same classes and features to start from. It changes the way, not the optimum. */
  readonly warmStart?: LinearClassifier | undefined;
}

/** A fit report with what an iterative solver knows besides. */
export interface SolverReport extends FitReport {
  /** The solver's objective at the end; its formula is in the solver's documentation. */
  readonly objective: number;
  /** The largest absolute component of the objective's (sub)gradient at the end. */
  readonly gradientNorm: number;
}
