import { ShapeMismatch } from "@imdb/core";
import { UndefinedMetric } from "../errors.js";
import { expectedCalibrationError } from "./calibration-curve.js";
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

/** The scores of one class. */
export type ClassEvaluation = ReportRow & { readonly label: string };

/** How a model did on labelled rows. JSON-safe. */
export interface Evaluation {
  readonly classes: readonly string[];
  readonly rows: number;
  /** What precision, recall and F1 are of: class `classes[1]`, or the mean over more than two. */
  readonly average: "binary" | "macro";
  /** Share of rows predicted right. */
  readonly accuracy: number;
  readonly balancedAccuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Of `classes[1]`, or the mean of each class against the rest; `null` when a class does not occur. */
  readonly rocAuc: number | null;
  /** Of `classes[1]`; `null` for more than two classes, or without a row of that one. */
  readonly averagePrecision: number | null;
  /** In nats. */
  readonly logLoss: number;
  readonly brier: number;
  /** 15 bins of equal width; of `classes[1]`, or of the predicted class of more than two. */
  readonly expectedCalibrationError: number;
  readonly matthewsCorrelation: number;
  /** `null` when actual and predicted hold one and the same class. */
  readonly cohenKappa: number | null;
  /** `[actual][predicted]`, in the order of `classes`. */
  readonly confusionMatrix: readonly (readonly number[])[];
  readonly perClass: readonly ClassEvaluation[];
  /** What has no value here and why, and what the model's fit warned of. */
  readonly warnings: readonly string[];
}

/**
 * Compares the probabilities of rows with their labels.
 *
 * @param probabilities  `rows × classes`, row-major.
 * @param actual         The index in `classes` of each row's label.
 * @throws `SHAPE_MISMATCH`, `NOT_FINITE`, `LABEL_OUT_OF_RANGE`; `UNDEFINED_METRIC` when there are no rows.
 */
export function evaluateProbabilities(
  classes: readonly string[],
  probabilities: Float64Array,
  actual: Int32Array,
): Evaluation {
  const size = classes.length;
  if (probabilities.length !== actual.length * size) {
    const expected = actual.length * size;
    throw ShapeMismatch.create({ what: "Probabilities", expected, actual: probabilities.length });
  }
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
    rocAuc: defined(warnings, () =>
      binary ? rocAucScore(actual, positive) : rocAucScoreOneVsRest(actual, probabilities, size),
    ),
    averagePrecision: binary ? defined(warnings, () => averagePrecisionScore(actual, positive)) : null,
    logLoss: logLoss(actual, probabilities, size),
    brier: brierScoreLoss(actual, probabilities, size),
    expectedCalibrationError: binary
      ? expectedCalibrationError(actual, positive)
      : confidenceError(actual, predicted, probabilities, size),
    matthewsCorrelation: matthewsCorrcoef(actual, predicted),
    cohenKappa: defined(warnings, () => cohenKappaScore(actual, predicted)),
    confusionMatrix: matrix,
    perClass: scoresByLabel(matrix, classes),
    warnings,
  };
}

/** The single numbers of an evaluation that have a value: what a tracker or a bundle's manifest takes. */
export function evaluationMetrics(evaluation: Evaluation): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [name, value] of Object.entries(evaluation)) {
    if (typeof value === "number" && name !== "rows") numbers[name] = value;
  }
  return numbers;
}

function confidenceError(actual: Int32Array, predicted: Int32Array, p: Float64Array, size: number): number {
  const right = Int32Array.from(actual, (code, i) => (code === predicted[i] ? 1 : 0));
  return expectedCalibrationError(
    right,
    Float64Array.from(predicted, (code, i) => p[i * size + code]!),
  );
}

function defined(warnings: string[], metric: () => number): number | null {
  try {
    return metric();
  } catch (error) {
    if (!UndefinedMetric.is(error)) throw error;
    warnings.push(error.message);
    return null;
  }
}
