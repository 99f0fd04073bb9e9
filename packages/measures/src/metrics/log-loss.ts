import { portableLog } from "@imdb/core";
import type { Codes } from "./check-codes.js";
import { checkProbabilities } from "./check-probabilities.js";

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
    const p = probabilities[i * classes + actual[i]!]!;
    sum -= portableLog(Math.min(Math.max(p, Number.EPSILON), 1 - Number.EPSILON));
  }
  return sum / actual.length;
}
