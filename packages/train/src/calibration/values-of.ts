import type { CsrMatrix, FittedClassifier } from "@imdb/core";
import type { CalibratedValues, CalibrationMethod } from "./calibrator.js";

/** A fitted classifier that may have decision values. */
type MaybeDeciding = FittedClassifier & { readonly decisionFunction?: (X: CsrMatrix) => Float64Array };

/**
 * The decision values of naive Bayes for several classes lack the probability of the text, so they cannot be compared
 * between texts. scikit-learn's naive Bayes has no `decision_function`.
 */
const NAIVE_BAYES: ReadonlySet<string> = new Set(["MultinomialNB", "ComplementNB"]);

/**
 * What a calibrated classifier fits its curves on: decision values where the classifier has them, as scikit-learn does.
 * Temperature scaling takes probabilities. Two classes without decision values keep the log odds of a sigmoid.
 */
export function valuesToCalibrate(model: FittedClassifier, method: CalibrationMethod): CalibratedValues {
  const classes = model.classes.length;
  if (method === "temperature") return "probabilities";
  const hasDecisions = typeof (model as MaybeDeciding).decisionFunction === "function";
  if (hasDecisions && (classes === 2 || !NAIVE_BAYES.has(model.kind))) return "decisions";
  return method === "sigmoid" && classes === 2 ? "logOdds" : "probabilities";
}

/** The values of rows that a calibrator takes. */
export function valuesOf(
  model: FittedClassifier,
  X: CsrMatrix,
  on: CalibratedValues | undefined,
): Float64Array {
  return on === "decisions" ? (model as MaybeDeciding).decisionFunction!(X) : model.predictProba(X);
}
