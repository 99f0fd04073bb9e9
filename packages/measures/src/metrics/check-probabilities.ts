import { ShapeMismatch } from "@imdb/core";
import { LabelOutOfRange, NotFinite } from "../errors.js";
import { type Codes, checkLength } from "./check-codes.js";

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
  for (let i = 0; i < actual.length; i++) {
    const code = actual[i]!;
    if (!(Number.isInteger(code) && code >= 0 && code < classes)) {
      throw LabelOutOfRange.create({ row: i, code, classes });
    }
  }
}
