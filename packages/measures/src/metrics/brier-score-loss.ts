import type { Codes } from "./check-codes.js";
import { checkProbabilities } from "./check-probabilities.js";

/**
 * The mean squared distance between probabilities and what happened: from 0 (right and certain) to 1 for two
 * classes, to 2 for more.
 *
 * Two classes: mean (p₁ − y)². More: mean Σ (pₖ − yₖ)², as Brier wrote it.
 *
 * @param probabilities  `rows × classes`, row-major.
 * @throws `SHAPE_MISMATCH`, `NOT_FINITE`, `LABEL_OUT_OF_RANGE`, `UNDEFINED_METRIC` when there are no rows.
 * @see    Brier (1950); scikit-learn's `brier_score_loss`.
 * @example
 * brierScoreLoss([0, 1], [0.5, 0.5, 0.5, 0.5], 2); // => 0.25
 */
export function brierScoreLoss(actual: Codes, probabilities: ArrayLike<number>, classes: number): number {
  checkProbabilities(actual, probabilities, classes, "brierScoreLoss");
  let sum = 0;
  for (let i = 0; i < actual.length; i++) {
    for (let k = 0; k < classes; k++) {
      sum += (probabilities[i * classes + k]! - (actual[i] === k ? 1 : 0)) ** 2;
    }
  }
  return sum / actual.length / (classes === 2 ? 2 : 1);
}
