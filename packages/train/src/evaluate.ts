import type { CsrMatrix, FitReport, FittedClassifier, Labels } from "@imdb/core";
import { anObject, checkOption } from "@imdb/core/options";
import {
  bootstrapIntervals,
  checkLabels,
  type DecidedEvaluation,
  type DecidedOptions,
  type Evaluation,
  type EvaluationOptions,
  evaluateProbabilities,
  type PositiveEvaluation,
  type PositiveOptions,
} from "@imdb/measures";
import { UnknownLabel } from "./errors.js";
import { fittedRule } from "./fitting/arguments.js";
import { checkColumns } from "./fitting/check-fit.js";

/**
 * Evaluates a model on labelled rows.
 *
 * Labels are matched by name. They may be fewer than the model's classes, or in another order.
 *
 * @param options  `positive`: the class, of two, that precision, recall, F1, average precision and the calibration error
 *                 are about. Default: that of the labels; without one they are left out. `decision`: how probabilities
 *                 become labels. Default: the most probable label.
 * @throws `UNKNOWN_LABEL` when the label of a row is not one of the model's classes; `SHAPE_MISMATCH`,
 *         `LABEL_OUT_OF_RANGE`, `INVALID_OPTION`; `UNDEFINED_METRIC` when there are no rows.
 * @example
 * const { accuracy, recall } = evaluate(model, vectorizer.transform(test.texts), labelsOf(test), { positive: "pos" });
 */
export function evaluate(
  model: FittedClassifier,
  X: CsrMatrix,
  y: Labels,
  options: PositiveOptions,
): PositiveEvaluation;
export function evaluate(
  model: FittedClassifier,
  X: CsrMatrix,
  y: Labels,
  options?: DecidedOptions,
): DecidedEvaluation;
export function evaluate(
  model: FittedClassifier,
  X: CsrMatrix,
  y: Labels,
  options: EvaluationOptions,
): Evaluation;
export function evaluate(
  model: FittedClassifier,
  X: CsrMatrix,
  y: Labels,
  options: EvaluationOptions = {},
): Evaluation {
  checkOption("options", options, anObject<EvaluationOptions>("an object of options"), "evaluate");
  return evaluateRows(model, X, y, { ...options, resamples: 0, seed: 0 }).evaluation;
}

/**
 * {@link evaluate} with 95 % intervals of the metrics, the probabilities and the class codes of the rows.
 *
 * @param options  `resamples`: 0 for no intervals.
 */
export function evaluateRows(model: FittedClassifier, X: CsrMatrix, y: Labels, options: RowsOptions) {
  return evaluatePredictions(predictRows(model, X, y), y, options);
}

/** Options of {@link evaluateRows}. */
type RowsOptions = EvaluationOptions & { readonly resamples: number; readonly seed: number };

/** The probabilities of rows, and the model that they are of. */
export interface Predictions {
  readonly classes: readonly string[];
  /** `rows × classes`, row-major. */
  readonly probabilities: Float64Array;
  readonly report?: FitReport | undefined;
}

/** The predictions of a model for labelled rows. */
export function predictRows(model: FittedClassifier, X: CsrMatrix, y: Labels): Predictions {
  checkOption("model", model, fittedRule);
  const { classes, report } = model;
  checkColumns(X, model.featureCount);
  checkLabels(y, X.rows, "y");
  return { classes, probabilities: model.predictProba(X), report };
}

/** {@link evaluateRows} of rows that are predicted already. */
export function evaluatePredictions(
  { classes, probabilities, report }: Predictions,
  y: Labels,
  { resamples, seed, ...asked }: RowsOptions,
) {
  const actual = codesFor(classes, y);
  const deciding = { ...asked, positive: positiveOf(classes, y, asked) };
  const computed = evaluateProbabilities(classes, probabilities, actual, deciding);
  const warnings = [...computed.warnings, ...(report?.warnings ?? [])];
  // Not a copy: a copy would be printed without its short view.
  const evaluation = Object.assign(computed, { warnings });
  const intervals =
    resamples > 0 ? bootstrapIntervals(classes, probabilities, actual, { ...deciding, resamples, seed }) : {};
  return { evaluation, probabilities, actual, intervals };
}

/** The positive class: the one that is asked for; else that of the labels, unless the model has more than two classes. */
export function positiveOf(
  classes: readonly string[],
  y: Labels,
  { positive }: EvaluationOptions,
): string | undefined {
  return positive ?? (classes.length === 2 ? y.positive : undefined);
}

/** The class codes of labels in the order of a model's classes. */
export function codesFor(classes: readonly string[], y: Labels): Int32Array {
  const index = new Map(classes.map((label, code) => [label, code]));
  return Int32Array.from(y.codes, (code) => {
    const label = y.classes[code]!;
    const modelCode = index.get(label);
    if (modelCode === undefined) throw UnknownLabel.create({ label, classes });
    return modelCode;
  });
}
