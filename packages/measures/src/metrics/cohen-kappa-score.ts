import { UndefinedMetric } from "../errors.js";
import type { Codes } from "./check-codes.js";
import { confusionMatrix } from "./confusion-matrix.js";

/**
 * Agreement beyond chance: (p₀ − pₑ) / (1 − pₑ).
 *
 * @throws `UNDEFINED_METRIC` when both sides hold the same one class; `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`.
 * @see    Cohen (1960); scikit-learn's `cohen_kappa_score`.
 * @example
 * cohenKappaScore([0, 0, 1, 1], [0, 0, 1, 0]); // => 0.5
 */
export function cohenKappaScore(actual: Codes, predicted: Codes): number {
  const matrix = confusionMatrix(actual, predicted);
  const n = actual.length;
  let agreed = 0;
  let byChance = 0;
  matrix.forEach((row, k) => {
    agreed += row[k]!;
    byChance += row.reduce((a, b) => a + b, 0) * matrix.reduce((sum, other) => sum + other[k]!, 0);
  });
  if (byChance === n * n) {
    throw UndefinedMetric.create({ metric: "cohenKappaScore", reason: "one class only, on both sides" });
  }
  return (agreed * n - byChance) / (n * n - byChance);
}
