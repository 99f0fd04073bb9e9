import type { CsrMatrix, FittedClassifier, Labels } from "@imdb/core";
import { bootstrapIntervals, type Evaluation, evaluateProbabilities } from "@imdb/measures";
import { UnknownLabel } from "./errors.js";
import { checkColumns, checkLabels } from "./fitting/check-fit.js";

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
  return evaluateRows(model, X, y, { resamples: 0, seed: 0 }).evaluation;
}

/** {@link evaluate}, with 95 % intervals of the metrics (none without resamples) and what they were made of. */
export function evaluateRows(
  model: FittedClassifier,
  X: CsrMatrix,
  y: Labels,
  { resamples, seed }: { readonly resamples: number; readonly seed: number },
) {
  const { classes, report } = model;
  checkColumns(X, model.featureCount);
  checkLabels(X, y);
  const probabilities = model.predictProba(X);
  const actual = codesFor(classes, y);
  const found = evaluateProbabilities(classes, probabilities, actual);
  const evaluation = { ...found, warnings: [...found.warnings, ...(report?.warnings ?? [])] };
  const intervals =
    resamples > 0 ? bootstrapIntervals(classes.length, probabilities, actual, { resamples, seed }) : {};
  return { evaluation, probabilities, actual, intervals };
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
