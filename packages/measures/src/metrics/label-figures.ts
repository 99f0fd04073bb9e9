import { expectedCalibrationError } from "./calibration-curve.js";
import { type ClassCounts, classCounts } from "./class-counts.js";
import { scoresByLabel } from "./classification-report.js";
import {
  accuracyScore,
  balancedAccuracyScore,
  cohenKappaScore,
  confusionMatrix,
  matthewsCorrcoef,
} from "./confusion-matrix.js";
import type { Evaluation } from "./evaluation.js";
import { precisionRecallFscore } from "./precision-recall-fscore.js";
import { ABSTAINED } from "./predicted-codes.js";
import { valueOrWarning } from "./value-or-warning.js";

/** The metrics of an evaluation that are about predicted labels. */
export type LabelFigures = Pick<
  Evaluation,
  | "accuracy"
  | "balancedAccuracy"
  | "precision"
  | "recall"
  | "f1"
  | "matthewsCorrelation"
  | "cohenKappa"
  | "confusionMatrix"
  | "perClass"
>;

/** Predicted labels, and what they are compared with. */
export interface PredictedRows {
  readonly classes: readonly string[];
  /** `rows × classes`, row-major. */
  readonly probabilities: Float64Array;
  readonly actual: Int32Array;
  /** The class of each row; −1 where the decision rule abstains. */
  readonly predicted: Int32Array;
  /** The code of the positive class of two. */
  readonly positive: number | undefined;
}

/** The rows in which the decision rule says a label. */
export function decidedRows(rows: PredictedRows): PredictedRows {
  const { classes, probabilities, actual, predicted } = rows;
  if (!predicted.includes(ABSTAINED)) return rows;
  const isDecided = (_: number, row: number) => predicted[row] !== ABSTAINED;
  return {
    ...rows,
    probabilities: probabilities.filter((_, at) => isDecided(0, Math.floor(at / classes.length))),
    actual: actual.filter(isDecided),
    predicted: predicted.filter(isDecided),
  };
}

/** The metrics of predicted labels; all but the empty matrix are left out where there are no rows. */
export function labelFigures(rows: PredictedRows, warnings: string[]): LabelFigures {
  const { classes, actual, predicted, positive } = rows;
  const size = classes.length;
  if (actual.length === 0) {
    warnings.push("The decision rule abstains in every row: there are no metrics of predicted labels.");
    return { confusionMatrix: classes.map(() => new Array<number>(size).fill(0)), perClass: [] };
  }
  const matrix = confusionMatrix(actual, predicted, size);
  const counts = classCounts(actual, predicted, "evaluateProbabilities", size);
  warnings.push(...zeroDivisions(counts, classes));
  return {
    accuracy: accuracyScore(actual, predicted),
    balancedAccuracy: balancedAccuracyScore(actual, predicted),
    ...averaged(actual, predicted, size, positive),
    matthewsCorrelation: matthewsCorrcoef(actual, predicted),
    cohenKappa: valueOrWarning(warnings, () => cohenKappaScore(actual, predicted)),
    confusionMatrix: matrix,
    perClass: scoresByLabel(counts, classes),
  };
}

/**
 * Names the classes whose precision or recall is 0/0, which is set to 0.
 *
 * @see scikit-learn's `UndefinedMetricWarning`
 */
function zeroDivisions(counts: readonly ClassCounts[], classes: readonly string[]): string[] {
  const without = (isZero: (of: ClassCounts) => boolean) => {
    const names = classes.filter((_, k) => isZero(counts[k]!)).map((name) => JSON.stringify(name));
    return names.length > 10
      ? `${names.slice(0, 10).join(", ")} and ${names.length - 10} others`
      : names.join(", ");
  };
  const unpredicted = without(({ tp, fp }) => tp + fp === 0);
  const absent = without(({ tp, fn }) => tp + fn === 0);
  return [
    ...(unpredicted
      ? [`Precision is not defined and set to 0 for ${unpredicted}: no row is predicted as it.`]
      : []),
    ...(absent ? [`Recall is not defined and set to 0 for ${absent}: no row has this label.`] : []),
  ];
}

/** The expected calibration error of the probability of the predicted class; `undefined` where there are no rows. */
export function confidenceError({ classes, probabilities, actual, predicted }: PredictedRows) {
  if (actual.length === 0) return undefined;
  const isCorrect = Int32Array.from(actual, (code, i) => (code === predicted[i] ? 1 : 0));
  return expectedCalibrationError(
    isCorrect,
    Float64Array.from(predicted, (code, i) => probabilities[i * classes.length + code]!),
  );
}

/** Precision, recall and F1 of the positive class of two, or their means over more classes. */
function averaged(actual: Int32Array, predicted: Int32Array, size: number, positive: number | undefined) {
  if (size === 2 && positive === undefined) return {};
  const options = positive === undefined ? ({ average: "macro" } as const) : { positive };
  const { precision, recall, fscore } = precisionRecallFscore(actual, predicted, options);
  return { precision, recall, f1: fscore };
}
