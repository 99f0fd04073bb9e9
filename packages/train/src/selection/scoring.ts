/** The metrics that a search can optimise by name. */
export const SCORINGS = [
  "accuracy",
  "balancedAccuracy",
  "precision",
  "recall",
  "f1",
  "rocAuc",
  "averagePrecision",
  "logLoss",
  "brier",
  "expectedCalibrationError",
  "matthewsCorrelation",
  "cohenKappa",
] as const;

/** @see {@link SCORINGS} */
export type Scoring = (typeof SCORINGS)[number];

const LOWER_IS_BETTER: readonly Scoring[] = ["logLoss", "brier", "expectedCalibrationError"];

/** +1 when a larger value is better, −1 when a smaller value is better. */
export function directionOf(scoring: Scoring): 1 | -1 {
  return LOWER_IS_BETTER.includes(scoring) ? -1 : 1;
}

/** Whether a value is the name of a metric that a search can optimise. */
export function isScoringName(value: unknown): value is Scoring {
  return SCORINGS.includes(value as Scoring);
}
