import { ShapeMismatch } from "@imdb/core";
import { LabelOutOfRange, NotFinite, UndefinedMetric } from "../errors.js";

/** Class codes, one a row: 0, 1, … */
export type Codes = ArrayLike<number>;

/** Checks two code vectors of one length, not empty; returns the number of classes they name. */
export function checkCodes(actual: Codes, predicted: Codes, metric: string): number {
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

/** Checks that a metric has rows, and as many values for them as it needs. */
export function checkLength(actual: ArrayLike<number>, values: number, metric: string): void {
  if (actual.length !== values) {
    throw ShapeMismatch.create({ what: `Values for ${metric}`, expected: actual.length, actual: values });
  }
  if (actual.length === 0) throw UndefinedMetric.create({ metric, reason: "there are no rows" });
}

/** Checks binary codes (0 or 1) with a finite score each; returns the number of positive rows. */
export function checkScores(actual: Codes, scores: ArrayLike<number>, metric: string): number {
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

/** The same where either class must occur. */
export function checkBothClasses(actual: Codes, scores: ArrayLike<number>, metric: string): number {
  const positives = checkScores(actual, scores, metric);
  if (positives === 0 || positives === actual.length) {
    throw UndefinedMetric.create({ metric, reason: "only one class occurs" });
  }
  return positives;
}

/** Row numbers by score, highest first. */
export function byScore(scores: ArrayLike<number>): Uint32Array {
  return Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
}

/** Checks that there are `rows × classes` probabilities, and a row at least. */
export function checkProbabilityCount(
  actual: Codes,
  probabilities: ArrayLike<number>,
  classes: number,
  metric: string,
): void {
  checkLength(actual, actual.length, metric);
  const expected = actual.length * classes;
  if (probabilities.length === expected) return;
  throw ShapeMismatch.create({ what: `Probabilities for ${metric}`, expected, actual: probabilities.length });
}

/** Checks `rows × classes` probabilities and the codes they belong to. */
export function checkProbabilities(
  actual: Codes,
  probabilities: ArrayLike<number>,
  classes: number,
  metric: string,
): void {
  checkProbabilityCount(actual, probabilities, classes, metric);
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!;
    // Sums of rounded terms may pass 1 by a hair.
    if (!(p >= 0 && p <= 1 + 1e-9)) {
      throw NotFinite.create({ what: `Probabilities (0 to 1) for ${metric}`, position: i, value: String(p) });
    }
  }
  for (let row = 0; row < actual.length; row++) checkCode(actual[row]!, row, classes);
}
