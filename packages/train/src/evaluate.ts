import { type CsrMatrix, type FittedClassifier, type Labels, ShapeMismatch } from "@imdb/core";
import { checkColumns, checkLabels } from "./check-fit.js";
import { UndefinedMetric, UnknownLabel } from "./errors.js";
import { accuracyScore } from "./metrics/accuracy-score.js";
import { averagePrecisionScore } from "./metrics/average-precision-score.js";
import { balancedAccuracyScore } from "./metrics/balanced-accuracy-score.js";
import { brierScoreLoss } from "./metrics/brier-score-loss.js";
import { cohenKappaScore } from "./metrics/cohen-kappa-score.js";
import { confusionMatrix } from "./metrics/confusion-matrix.js";
import { expectedCalibrationError } from "./metrics/expected-calibration-error.js";
import { logLoss } from "./metrics/log-loss.js";
import { matthewsCorrcoef } from "./metrics/matthews-corrcoef.js";
import { precisionRecallFscore, precisionRecallFscoreByClass } from "./metrics/precision-recall-fscore.js";
import { rocAucScore, rocAucScoreOneVsRest } from "./metrics/roc-auc-score.js";

/** The scores of one class. */
export interface ClassEvaluation {
  readonly label: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Rows that are of this class. */
  readonly support: number;
}

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
 * Compares a model's predictions with known labels.
 *
 * Labels are matched by name: their set may be smaller than the model's or ordered otherwise.
 *
 * @throws `UNKNOWN_LABEL` when a row has a label the model does not know; `SHAPE_MISMATCH`,
 *         `LABEL_OUT_OF_RANGE`; `UNDEFINED_METRIC` when there are no rows.
 * @example
 * const { accuracy, rocAuc } = evaluate(model, vectorizer.transform(test.texts), labelsOf(test));
 */
export function evaluate(model: FittedClassifier, X: CsrMatrix, y: Labels): Evaluation {
  checkColumns(X, model.featureCount);
  checkLabels(X, y);
  const evaluation = evaluateProbabilities(model.classes, model.predictProba(X), codesFor(model.classes, y));
  return { ...evaluation, warnings: [...evaluation.warnings, ...(model.report?.warnings ?? [])] };
}

/**
 * The same from probabilities that are already there.
 *
 * @param probabilities  `rows × classes`, row-major.
 * @param actual         The index in `classes` of each row's label.
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
    perClass: precisionRecallFscoreByClass(matrix).map((scores, k) => ({
      label: classes[k]!,
      precision: scores.precision,
      recall: scores.recall,
      f1: scores.fscore,
      support: scores.support,
    })),
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

/** The likeliest class of each row; of equals, the first. */
export function predictedCodes(probabilities: Float64Array, classes: number): Int32Array {
  const codes = new Int32Array(probabilities.length / classes);
  for (let r = 0; r < codes.length; r++) {
    let best = 0;
    for (let k = 1; k < classes; k++) {
      if (probabilities[r * classes + k]! > probabilities[r * classes + best]!) best = k;
    }
    codes[r] = best;
  }
  return codes;
}

/** The labels' codes in a model's own order of classes. */
export function codesFor(classes: readonly string[], y: Labels): Int32Array {
  const index = new Map(classes.map((label, code) => [label, code]));
  return Int32Array.from(y.codes, (code) => {
    const label = y.classes[code]!;
    const own = index.get(label);
    if (own === undefined) throw UnknownLabel.create({ label, classes });
    return own;
  });
}

/** One column of a row-major matrix. */
export function column(values: Float64Array, columns: number, k: number): Float64Array {
  return Float64Array.from({ length: values.length / columns }, (_, r) => values[r * columns + k]!);
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
