import { checkOption, stringList } from "@imdb/core/options";
import { withField } from "../arguments.js";
import { UndefinedMetric } from "../errors.js";
import { expectedCalibrationError } from "./calibration-curve.js";
import { checkProbabilities } from "./checks.js";
import { classCounts } from "./class-counts.js";
import { type ReportRow, scoresByLabel } from "./classification-report.js";
import {
  accuracyScore,
  balancedAccuracyScore,
  cohenKappaScore,
  confusionMatrix,
  matthewsCorrcoef,
} from "./confusion-matrix.js";
import { brierScoreLoss, logLoss } from "./losses.js";
import { averagePrecisionScore } from "./precision-recall-curve.js";
import { precisionRecallFscore } from "./precision-recall-fscore.js";
import { column, predictedCodes } from "./predicted-codes.js";
import { rocAucScore, rocAucScoreOneVsRest } from "./roc-auc-score.js";

const evaluationRule = withField<Evaluation>("an evaluation, as evaluate returns it", "accuracy");

/** The scores of one class. */
export type ClassEvaluation = ReportRow & { readonly label: string };

/** The metrics of a model on labelled rows. JSON-safe. */
export interface Evaluation {
  readonly classes: readonly string[];
  readonly rows: number;
  /** `"binary"`: precision, recall and F1 are of class `classes[1]`; `"macro"`: the mean over more than two classes. */
  readonly average: "binary" | "macro";
  /** Share of rows that are predicted right. */
  readonly accuracy: number;
  readonly balancedAccuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Of `classes[1]`; for more than two classes, the mean of each class against the rest. `null` when a class has no row. */
  readonly rocAuc: number | null;
  /** Of `classes[1]`. `null` for more than two classes, or when that class has no row. */
  readonly averagePrecision: number | null;
  /** In nats. */
  readonly logLoss: number;
  readonly brier: number;
  /** With 15 bins of equal width. Of `classes[1]`; for more than two classes, of the predicted class. */
  readonly expectedCalibrationError: number;
  readonly matthewsCorrelation: number;
  /** `null` when all actual and predicted classes are the same one. */
  readonly cohenKappa: number | null;
  /** `[actual][predicted]`, in the order of `classes`. */
  readonly confusionMatrix: readonly (readonly number[])[];
  readonly perClass: readonly ClassEvaluation[];
  /** The metrics that are not defined here, with the reason, and the warnings of the fit. */
  readonly warnings: readonly string[];
}

/**
 * Computes all metrics of predicted probabilities.
 *
 * @param probabilities  `rows × classes`, row-major.
 * @param actual         The index in `classes` of each row's label.
 * @throws `SHAPE_MISMATCH`, `NOT_FINITE`, `LABEL_OUT_OF_RANGE`, `INVALID_OPTION`; `UNDEFINED_METRIC` when there are no rows.
 */
export function evaluateProbabilities(
  classes: readonly string[],
  probabilities: Float64Array,
  actual: Int32Array,
): Evaluation {
  const size = checkOption("classes", classes, stringList).length;
  checkProbabilities(actual, probabilities, size, "evaluateProbabilities");
  const warnings: string[] = [];
  const predicted = predictedCodes(probabilities, size);
  const positive = column(probabilities, size, 1);
  const binary = size === 2;
  const matrix = confusionMatrix(actual, predicted, size);
  const average = binary ? "binary" : "macro";
  const { precision, recall, fscore } = precisionRecallFscore(actual, predicted, { average });
  return {
    classes,
    rows: actual.length,
    average,
    accuracy: accuracyScore(actual, predicted),
    balancedAccuracy: balancedAccuracyScore(actual, predicted),
    precision,
    recall,
    f1: fscore,
    rocAuc: valueOrWarning(warnings, () =>
      binary ? rocAucScore(actual, positive) : rocAucScoreOneVsRest(actual, probabilities, size),
    ),
    averagePrecision: binary ? valueOrWarning(warnings, () => averagePrecisionScore(actual, positive)) : null,
    logLoss: logLoss(actual, probabilities, size),
    brier: brierScoreLoss(actual, probabilities, size),
    expectedCalibrationError: binary
      ? expectedCalibrationError(actual, positive)
      : confidenceError(actual, predicted, probabilities, size),
    matthewsCorrelation: matthewsCorrcoef(actual, predicted),
    cohenKappa: valueOrWarning(warnings, () => cohenKappaScore(actual, predicted)),
    confusionMatrix: matrix,
    perClass: scoresByLabel(classCounts(actual, predicted, "evaluateProbabilities", size), classes),
    warnings,
  };
}

/**
 * The single numbers of an evaluation that are defined, for a tracker or the manifest of a bundle.
 *
 * @throws `INVALID_OPTION`
 */
export function evaluationMetrics(evaluation: Evaluation): Record<string, number> {
  checkOption("evaluation", evaluation, evaluationRule);
  const numbers: Record<string, number> = {};
  for (const [name, value] of Object.entries(evaluation)) {
    if (typeof value === "number" && name !== "rows") numbers[name] = value;
  }
  return numbers;
}

/** The expected calibration error of the probability of the predicted class. */
function confidenceError(actual: Int32Array, predicted: Int32Array, p: Float64Array, size: number): number {
  const isCorrect = Int32Array.from(actual, (code, i) => (code === predicted[i] ? 1 : 0));
  return expectedCalibrationError(
    isCorrect,
    Float64Array.from(predicted, (code, i) => p[i * size + code]!),
  );
}

/** The value of a metric, or `null` and a warning when it is not defined. */
function valueOrWarning(warnings: string[], metric: () => number): number | null {
  try {
    return metric();
  } catch (error) {
    if (!UndefinedMetric.is(error)) throw error;
    warnings.push(error.message);
    return null;
  }
}
