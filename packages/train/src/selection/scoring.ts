/** The metrics a search can choose by. */
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

/** +1 when more is better, −1 when less is. */
export function directionOf(scoring: Scoring): 1 | -1 {
  return LOWER_IS_BETTER.includes(scoring) ? -1 : 1;
}
