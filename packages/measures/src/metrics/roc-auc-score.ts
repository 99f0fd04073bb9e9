import { UndefinedMetric } from "../errors.js";
import type { Codes } from "./check-codes.js";
import { checkProbabilityCount } from "./check-probabilities.js";
import { byScore, checkScores } from "./check-scores.js";
import { weightedRocAuc } from "./weighted-roc-auc.js";

/**
 * The area under the ROC curve: the chance that a positive row scores above a negative one, ties counting
 * half.
 *
 * @param actual  0 or 1 a row.
 * @param scores  Higher is more positive.
 * @throws `UNDEFINED_METRIC` unless both classes occur; `SHAPE_MISMATCH`, `NOT_FINITE`.
 * @see    scikit-learn's `roc_auc_score`.
 * @example
 * rocAucScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // => 0.75
 */
export function rocAucScore(actual: Codes, scores: ArrayLike<number>): number {
  const positives = checkScores(actual, scores, "rocAucScore");
  if (positives === 0 || positives === actual.length) {
    throw UndefinedMetric.create({ metric: "rocAucScore", reason: "only one class occurs" });
  }
  const isNegative = Uint8Array.from(actual, (code) => 1 - code);
  return weightedRocAuc(byScore(scores), scores, actual, isNegative);
}

/**
 * The ROC AUC of each class against the rest, averaged over the classes.
 *
 * @param probabilities  `rows × classes`, row-major.
 * @param average        `"macro"`: their mean; `"weighted"`: by support. Default `"macro"`.
 * @throws `UNDEFINED_METRIC` unless every class occurs; `SHAPE_MISMATCH`, `NOT_FINITE`.
 * @see    scikit-learn's `roc_auc_score(multi_class="ovr")`.
 * @example
 * rocAucScoreOneVsRest([0, 1, 2], [0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.1, 0.2, 0.7], 3); // => 1
 */
export function rocAucScoreOneVsRest(
  actual: Codes,
  probabilities: ArrayLike<number>,
  classes: number,
  average: "macro" | "weighted" = "macro",
): number {
  checkProbabilityCount(actual, probabilities, classes, "rocAucScoreOneVsRest");
  let sum = 0;
  let total = 0;
  for (let k = 0; k < classes; k++) {
    const isClass = Uint8Array.from(actual, (code) => (code === k ? 1 : 0));
    const scores = Float64Array.from(actual, (_, i) => probabilities[i * classes + k]!);
    const weight = average === "macro" ? 1 : isClass.reduce((a, b) => a + b, 0);
    sum += weight * rocAucScore(isClass, scores);
    total += weight;
  }
  return sum / total;
}
