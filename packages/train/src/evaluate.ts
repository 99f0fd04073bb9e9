import type { CsrMatrix, FittedClassifier, Labels } from "@imdb/core";
import { type Evaluation, evaluateProbabilities } from "@imdb/measures";
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
  checkColumns(X, model.featureCount);
  checkLabels(X, y);
  const evaluation = evaluateProbabilities(model.classes, model.predictProba(X), codesFor(model.classes, y));
  return { ...evaluation, warnings: [...evaluation.warnings, ...(model.report?.warnings ?? [])] };
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
