import { type CostRule, type DecisionRule, positiveIndex, type ThresholdRule } from "@imdb/core";
import { anObject, checkOption, optional, optionsOf, stringList, text } from "@imdb/core/options";
import { expectedCalibrationError } from "./calibration-curve.js";
import { checkProbabilities } from "./checks.js";
import { displayEvaluation } from "./display-evaluation.js";
import type { DecidedEvaluation, Evaluation, PositiveEvaluation } from "./evaluation.js";
import { confidenceError, decidedRows, labelFigures, type PredictedRows } from "./label-figures.js";
import { brierScoreLoss, logLoss } from "./losses.js";
import { averagePrecisionScore } from "./precision-recall-curve.js";
import { column, decidedCodes } from "./predicted-codes.js";
import { rocAucScore, rocAucScoreOneVsRest } from "./roc-auc-score.js";
import { valueOrWarning } from "./value-or-warning.js";

/** What the metrics depend on besides probabilities and labels. */
export interface EvaluationOptions {
  /** The class, of two, that precision, recall, F1, average precision and the calibration error are about. Default: none. */
  readonly positive?: string | undefined;
  /** How probabilities become labels. Default: the most probable label. */
  readonly decision?: DecisionRule | undefined;
}

type Never = { readonly abstainBelow?: undefined };

/** {@link EvaluationOptions} with a rule that never abstains. */
export interface DecidedOptions<L extends string = string> extends EvaluationOptions {
  readonly decision?: ((ThresholdRule | CostRule<L>) & Never) | undefined;
}

/** {@link DecidedOptions} with a positive class. */
export interface PositiveOptions extends DecidedOptions {
  readonly positive: string;
}

/** The rules of {@link EvaluationOptions}. */
export const evaluationRules = {
  positive: optional(text),
  decision: optional(anObject<DecisionRule>("a decision rule")),
};
const evaluationOptions = optionsOf<EvaluationOptions, "positive" | "decision">(evaluationRules);

/**
 * Computes all metrics of predicted probabilities.
 *
 * @param probabilities  `rows × classes`, row-major.
 * @param actual         The index in `classes` of each row's label.
 * @throws `SHAPE_MISMATCH`, `NOT_FINITE`, `LABEL_OUT_OF_RANGE`; `INVALID_OPTION`, also for a positive class that is none of two
 *         and a decision rule that does not fit the classes; `UNDEFINED_METRIC` when there are no rows.
 */
export function evaluateProbabilities(
  classes: readonly string[],
  probabilities: Float64Array,
  actual: Int32Array,
  options: PositiveOptions,
): PositiveEvaluation;
export function evaluateProbabilities(
  classes: readonly string[],
  probabilities: Float64Array,
  actual: Int32Array,
  options?: DecidedOptions,
): DecidedEvaluation;
export function evaluateProbabilities(
  classes: readonly string[],
  probabilities: Float64Array,
  actual: Int32Array,
  options: EvaluationOptions,
): Evaluation;
export function evaluateProbabilities(
  classes: readonly string[],
  probabilities: Float64Array,
  actual: Int32Array,
  options: EvaluationOptions = {},
): Evaluation {
  const { positive, decision } = evaluationOptions.resolve(options, "evaluateProbabilities");
  const size = checkOption("classes", classes, stringList).length;
  checkProbabilities(actual, probabilities, size, "evaluateProbabilities");
  const predicted = decidedCodes(probabilities, { classes, positive, decision });
  const code = positive === undefined ? undefined : positiveIndex(classes, positive);
  const decided = decidedRows({ classes, probabilities, actual, predicted, positive: code });
  const warnings: string[] = [];
  const isBinary = size === 2;
  if (isBinary && positive === undefined) warnings.push(withoutPositive(classes));
  return displayEvaluation({
    classes,
    ...(positive !== undefined && { positive }),
    ...(decision && { decision }),
    rows: actual.length,
    ...(decision?.abstainBelow !== undefined && coverage(actual.length, decided.actual.length)),
    average: isBinary ? "binary" : "macro",
    logLoss: logLoss(actual, probabilities, size),
    brier: brierScoreLoss(actual, probabilities, size),
    ...(isBinary
      ? binaryFigures(actual, probabilities, code, warnings)
      : severalFigures(actual, probabilities, decided, warnings)),
    ...labelFigures(decided, warnings),
    warnings,
  });
}

function withoutPositive([first, second]: readonly string[]): string {
  const figures = "Precision, recall, F1, average precision and the calibration error";
  return `${figures} are about one class of two: name it with the option positive (${first} or ${second}).`;
}

function coverage(rows: number, decided: number) {
  return { abstained: rows - decided, coverage: decided / rows };
}

/** The metrics of the scores of one class of two. Those that differ between the classes need the positive one. */
function binaryFigures(
  actual: Int32Array,
  probabilities: Float64Array,
  positive: number | undefined,
  warnings: string[],
) {
  const of = positive ?? 1;
  const scores = column(probabilities, 2, of);
  const isOf = of === 1 ? actual : actual.map((code) => 1 - code);
  const rocAuc = valueOrWarning(warnings, () => rocAucScore(isOf, scores));
  if (positive === undefined) return { rocAuc };
  return {
    rocAuc,
    averagePrecision: valueOrWarning(warnings, () => averagePrecisionScore(isOf, scores)),
    expectedCalibrationError: expectedCalibrationError(isOf, scores),
  };
}

function severalFigures(
  actual: Int32Array,
  probabilities: Float64Array,
  decided: PredictedRows,
  warnings: string[],
) {
  const rocAuc = () => rocAucScoreOneVsRest(actual, probabilities, decided.classes.length);
  const error = confidenceError(decided);
  return {
    rocAuc: valueOrWarning(warnings, rocAuc),
    averagePrecision: null,
    ...(error !== undefined && { expectedCalibrationError: error }),
  };
}
