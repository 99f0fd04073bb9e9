import { type Labels, ShapeMismatch } from "@imdb/core";
import { checkOption, classCount, integer, labelsRule } from "@imdb/core/options";
import { checkLists } from "../arguments.js";
import { LabelOutOfRange, NotFinite, UndefinedMetric } from "../errors.js";

/** The class of each row as an integer code: 0, 1, … */
export type Codes = ArrayLike<number>;

/**
 * Checks two lists of class codes: they must have the same length and not be empty.
 *
 * @param metric  The name of the metric, for the errors.
 * @returns The number of classes: the largest code plus 1.
 * @throws `INVALID_OPTION`, `SHAPE_MISMATCH`, `UNDEFINED_METRIC`, `LABEL_OUT_OF_RANGE`
 */
export function checkCodes(actual: Codes, predicted: Codes, metric: string): number {
  checkLists({ actual, predicted });
  checkLength(actual, predicted.length, metric);
  let top = 0;
  for (const codes of [actual, predicted]) {
    for (let row = 0; row < codes.length; row++) {
      checkCode(codes[row]!, row, 65_536);
      top = Math.max(top, codes[row]!);
    }
  }
  return top + 1;
}

function checkCode(code: number, row: number, classes: number): void {
  if (Number.isInteger(code) && code >= 0 && code < classes) return;
  throw LabelOutOfRange.create({ row, code, classes });
}

/**
 * Checks that there is one label for each row, and that every code is a class.
 *
 * @param option  The name of the argument, for the errors.
 * @returns The number of rows of each class.
 * @throws `INVALID_OPTION`, `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`
 */
export function checkLabels(labels: Labels, rows: number, option: string): Uint32Array {
  checkOption(option, labels, labelsRule);
  checkOption("rows", rows, integer(0));
  const { classes, codes } = labels;
  if (codes.length !== rows) {
    const what = `Rows with a label in ${option}`;
    throw ShapeMismatch.create({ what, expected: rows, actual: codes.length });
  }
  const counts = new Uint32Array(classes.length);
  for (let row = 0; row < rows; row++) {
    checkCode(codes[row]!, row, counts.length);
    counts[codes[row]!]!++;
  }
  return counts;
}

/**
 * Checks that a metric has at least one row, and one value for each row.
 *
 * @param values  The number of values.
 * @throws `INVALID_OPTION`, `SHAPE_MISMATCH`, `UNDEFINED_METRIC`
 */
export function checkLength(actual: ArrayLike<number>, values: number, metric: string): void {
  checkLists({ actual });
  checkOption("values", values, integer(0));
  if (actual.length !== values) {
    throw ShapeMismatch.create({ what: `Values for ${metric}`, expected: actual.length, actual: values });
  }
  if (actual.length === 0) throw UndefinedMetric.create({ metric, reason: "there are no rows" });
}

/**
 * Checks binary codes (0 or 1) and one finite score for each.
 *
 * @returns The number of positive rows.
 * @throws `INVALID_OPTION`, `SHAPE_MISMATCH`, `UNDEFINED_METRIC`, `LABEL_OUT_OF_RANGE`, `NOT_FINITE`
 */
export function checkScores(actual: Codes, scores: ArrayLike<number>, metric: string): number {
  checkLists({ actual, scores });
  checkLength(actual, scores.length, metric);
  if (checkCodes(actual, actual, metric) > 2) {
    throw UndefinedMetric.create({ metric, reason: "it compares two classes, and there are more" });
  }
  let positives = 0;
  for (let i = 0; i < scores.length; i++) {
    if (!Number.isFinite(scores[i])) {
      throw NotFinite.create({ what: `Scores for ${metric}`, position: i, value: String(scores[i]) });
    }
    positives += actual[i]!;
  }
  return positives;
}

/** {@link checkScores}, for metrics that need at least one row of either class. */
export function checkBothClasses(actual: Codes, scores: ArrayLike<number>, metric: string): number {
  const positives = checkScores(actual, scores, metric);
  if (positives === 0 || positives === actual.length) {
    throw UndefinedMetric.create({ metric, reason: "only one class occurs" });
  }
  return positives;
}

/**
 * Row numbers in descending order of their scores.
 *
 * @throws `INVALID_OPTION`
 */
export function orderByScore(scores: ArrayLike<number>): Uint32Array {
  checkLists({ scores });
  return Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
}

/** Checks that there is at least one row, and that there are `rows × classes` probabilities. */
export function checkProbabilityCount(
  actual: Codes,
  probabilities: ArrayLike<number>,
  classes: number,
  metric: string,
): void {
  checkLists({ actual, probabilities });
  checkOption("classes", classes, classCount);
  checkLength(actual, actual.length, metric);
  const expected = actual.length * classes;
  if (probabilities.length === expected) return;
  throw ShapeMismatch.create({ what: `Probabilities for ${metric}`, expected, actual: probabilities.length });
}

/**
 * Checks `rows × classes` probabilities and the class code of each row.
 *
 * @throws `INVALID_OPTION`, `SHAPE_MISMATCH`, `UNDEFINED_METRIC`, `NOT_FINITE`, `LABEL_OUT_OF_RANGE`
 */
export function checkProbabilities(
  actual: Codes,
  probabilities: ArrayLike<number>,
  classes: number,
  metric: string,
): void {
  checkProbabilityCount(actual, probabilities, classes, metric);
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!;
    // A sum of rounded terms may be slightly above 1.
    if (!(p >= 0 && p <= 1 + 1e-9)) {
      throw NotFinite.create({ what: `Probabilities (0 to 1) for ${metric}`, position: i, value: String(p) });
    }
  }
  for (let row = 0; row < actual.length; row++) checkCode(actual[row]!, row, classes);
}
