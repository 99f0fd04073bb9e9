import { portableLog } from "@imdb/core";
import { type Codes, checkProbabilities } from "./checks.js";

/**
 * The log loss: the mean negative natural logarithm of the predicted probability of the actual class. Probabilities
 * are clipped to 2⁻⁵² … 1 − 2⁻⁵², so that one error with probability 1 is not infinite.
 *
 * @param probabilities  `rows × classes`, row-major.
 * @throws `SHAPE_MISMATCH`, `NOT_FINITE`, `LABEL_OUT_OF_RANGE`, `INVALID_OPTION`, `UNDEFINED_METRIC` when there are no rows.
 * @see    scikit-learn's `log_loss`.
 * @example
 * logLoss([0, 1], [0.5, 0.5, 0.5, 0.5], 2); // => 0.6931471805599453
 */
export function logLoss(actual: Codes, probabilities: ArrayLike<number>, classes: number): number {
  checkProbabilities(actual, probabilities, classes, "logLoss");
  let sum = 0;
  for (let i = 0; i < actual.length; i++) {
    sum += lossOf(probabilities[i * classes + actual[i]!]!);
  }
  return sum / actual.length;
}

/** The log loss of one row, from the predicted probability of its actual class. */
export function lossOf(p: number): number {
  return -portableLog(Math.min(Math.max(p, Number.EPSILON), 1 - Number.EPSILON));
}

/**
 * The Brier score: the mean squared distance between the probabilities and the actual class.
 *
 * Two classes: mean (p₁ − y)², from 0 (best) to 1. More: mean Σ (pₖ − yₖ)², from 0 to 2, as Brier defined it.
 *
 * @param probabilities  `rows × classes`, row-major.
 * @throws `SHAPE_MISMATCH`, `NOT_FINITE`, `LABEL_OUT_OF_RANGE`, `INVALID_OPTION`, `UNDEFINED_METRIC` when there are no rows.
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
