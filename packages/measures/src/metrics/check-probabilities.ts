import { ShapeMismatch } from "@imdb/core";
import { LabelOutOfRange, NotFinite } from "../errors.js";
import { type Codes, checkLength } from "./check-codes.js";

/** Checks `rows × classes` probabilities and the codes they belong to. */
export function checkProbabilities(
  actual: Codes,
  probabilities: ArrayLike<number>,
  classes: number,
  metric: string,
): void {
  checkLength(actual, actual.length, metric);
  if (probabilities.length !== actual.length * classes) {
    const expected = actual.length * classes;
    throw ShapeMismatch.create({
      what: `Probabilities for ${metric}`,
      expected,
      actual: probabilities.length,
    });
  }
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
