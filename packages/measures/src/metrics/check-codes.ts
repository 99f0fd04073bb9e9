import { ShapeMismatch } from "@imdb/core";
import { LabelOutOfRange, UndefinedMetric } from "../errors.js";

/** Class codes, one a row: 0, 1, … */
export type Codes = ArrayLike<number>;

/** Checks two code vectors of one length, not empty; returns the number of classes they name. */
export function checkCodes(actual: Codes, predicted: Codes, metric: string): number {
  checkLength(actual, predicted.length, metric);
  let top = 0;
  for (const codes of [actual, predicted]) {
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i]!;
      if (!(Number.isInteger(code) && code >= 0 && code < 65_536)) {
        throw LabelOutOfRange.create({ row: i, code, classes: 65_536 });
      }
      if (code > top) top = code;
    }
  }
  return top + 1;
}

/** Checks that a metric has rows, and as many values for them as it needs. */
export function checkLength(actual: ArrayLike<number>, values: number, metric: string): void {
  if (actual.length !== values) {
    throw ShapeMismatch.create({ what: `Values for ${metric}`, expected: actual.length, actual: values });
  }
  if (actual.length === 0) throw UndefinedMetric.create({ metric, reason: "there are no rows" });
}
