import type { CsrMatrix, FittedClassifier, Labels } from "@imdb/core";
import { checkOption } from "@imdb/core/options";
import { bootstrapIntervals, checkLabels, type Evaluation, evaluateProbabilities } from "@imdb/measures";
import { UnknownLabel } from "./errors.js";
import { fittedRule } from "./fitting/arguments.js";
import { checkColumns } from "./fitting/check-fit.js";

/**
 * Evaluates a model on labelled rows.
 *
 * Labels are matched by name. They may be fewer than the model's classes, or in another order.
 *
 * @throws `UNKNOWN_LABEL` when the label of a row is not one of the model's classes; `SHAPE_MISMATCH`,
 *         `LABEL_OUT_OF_RANGE`, `INVALID_OPTION`; `UNDEFINED_METRIC` when there are no rows.
 * @example
 * const { accuracy, rocAuc } = evaluate(model, vectorizer.transform(test.texts), labelsOf(test));
 */
export function evaluate(model: FittedClassifier, X: CsrMatrix, y: Labels): Evaluation {
  return evaluateRows(model, X, y, { resamples: 0, seed: 0 }).evaluation;
}

/**
 * {@link evaluate} with 95 % intervals of the metrics, the probabilities and the class codes of the rows.
 *
 * @param options  `resamples`: 0 for no intervals.
 */
export function evaluateRows(
  model: FittedClassifier,
  X: CsrMatrix,
  y: Labels,
  { resamples, seed }: { readonly resamples: number; readonly seed: number },
) {
  checkOption("model", model, fittedRule);
  const { classes, report } = model;
  checkColumns(X, model.featureCount);
  checkLabels(y, X.rows, "y");
  const probabilities = model.predictProba(X);
  const actual = codesFor(classes, y);
  const computed = evaluateProbabilities(classes, probabilities, actual);
  const evaluation = { ...computed, warnings: [...computed.warnings, ...(report?.warnings ?? [])] };
  const intervals =
    resamples > 0 ? bootstrapIntervals(classes.length, probabilities, actual, { resamples, seed }) : {};
  return { evaluation, probabilities, actual, intervals };
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
