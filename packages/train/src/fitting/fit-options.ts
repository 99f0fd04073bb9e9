import type { FitReport, LinearClassifier, RunOptions } from "@imdb/core";
import { linearClassifierRule, numberList, optional, optionsOf, runRules } from "@imdb/core/options";

/** Options of the fit of a classifier. */
export interface FitOptions extends RunOptions {
  /** One weight per row, from 0, which multiplies the loss of the row. Default: 1 for each row. */
  readonly sampleWeight?: ArrayLike<number> | undefined;
}

/** Options of the fit of a linear model. */
export interface LinearFitOptions extends FitOptions {
  /** A model of the same classes and features to start from. It changes the number of iterations, not the optimum. */
  readonly warmStart?: LinearClassifier | undefined;
}

const fitRules = { ...runRules, sampleWeight: optional(numberList) };

/** The schema of {@link FitOptions}. */
export const weightedFit = optionsOf<FitOptions, keyof FitOptions>(fitRules);

/** The schema of {@link LinearFitOptions}. */
export const linearFit = optionsOf<LinearFitOptions, keyof LinearFitOptions>({
  ...fitRules,
  warmStart: optional(linearClassifierRule),
});

/** The fit report of an iterative solver. */
export interface SolverReport extends FitReport {
  /** The objective at the end. The documentation of the classifier has the formula. */
  readonly objective: number;
  /** The largest absolute component of the (sub)gradient of the objective at the end. */
  readonly gradientNorm: number;
}
