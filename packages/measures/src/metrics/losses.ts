import { portableLog } from "@imdb/core";
import { type Codes, checkProbabilities } from "./checks.js";

/**
 * The mean negative logarithm of the probability given to the actual class, in nats. Probabilities are kept
 * 2⁻⁵² away from 0 and 1, so that one certain error is not infinite.
 *
 * @param probabilities  `rows × classes`, row-major.
 * @throws `SHAPE_MISMATCH`, `NOT_FINITE`, `LABEL_OUT_OF_RANGE`, `UNDEFINED_METRIC` when there are no rows.
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

/** The loss of a row whose class was given this probability. */
export function lossOf(p: number): number {
  return -portableLog(Math.min(Math.max(p, Number.EPSILON), 1 - Number.EPSILON));
}

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
