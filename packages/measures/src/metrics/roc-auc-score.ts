import { checkOption, oneOf } from "@imdb/core/options";
import { checkLists } from "../arguments.js";
import { type Codes, checkBothClasses, checkProbabilityCount, orderByScore } from "./checks.js";

const averageRule = oneOf("macro", "weighted");

/**
 * The area under the ROC curve: the probability that a positive row has a higher score than a negative row. Ties
 * count half.
 *
 * @param actual  0 or 1 for each row.
 * @param scores  One per row; a higher score is more positive.
 * @throws `UNDEFINED_METRIC` unless both classes occur; `SHAPE_MISMATCH`, `NOT_FINITE`, `INVALID_OPTION`.
 * @see    scikit-learn's `roc_auc_score`.
 * @example
 * rocAucScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // => 0.75
 */
export function rocAucScore(actual: Codes, scores: ArrayLike<number>): number {
  checkBothClasses(actual, scores, "rocAucScore");
  const isNegative = Uint8Array.from(actual, (code) => 1 - code);
  return weightedRocAuc(orderByScore(scores), scores, actual, isNegative);
}

/**
 * The ROC AUC of each class against the rest, averaged over the classes.
 *
 * @param probabilities  `rows × classes`, row-major.
 * @param average        `"macro"`: the unweighted mean; `"weighted"`: the mean weighted by support. Default `"macro"`.
 * @throws `UNDEFINED_METRIC` unless every class occurs; `SHAPE_MISMATCH`, `NOT_FINITE`, `INVALID_OPTION`.
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
  checkOption("average", average, averageRule);
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

/**
 * The area under the ROC curve of weighted rows. Each row has one weight as a positive and one as a negative. The area
 * is the weighted share of pairs of a positive and a negative in which the positive has the higher score. Ties count
 * half.
 *
 * With integer weights only the last division is rounded.
 *
 * @param order      Row numbers in descending order of the scores, as `orderByScore` returns them.
 * @param scores     One per row; a higher score is more positive.
 * @param positives  The weight of each row as a positive: 1 or 0, a count, or a probability.
 * @param negatives  The weight of each row as a negative.
 * @returns          NaN when all weights of positives, or all of negatives, are 0.
 * @throws           `INVALID_OPTION`
 * @see              Hanley & McNeil (1982), The meaning and use of the area under a ROC curve.
 */
export function weightedRocAuc(
  order: ArrayLike<number>,
  scores: ArrayLike<number>,
  positives: ArrayLike<number>,
  negatives: ArrayLike<number>,
): number {
  checkLists({ order, scores, positives, negatives });
  let positiveWeight = 0;
  let negativeWeight = 0;
  let area = 0;
  // From the lowest score to the highest: each positive counts the negatives with lower scores.
  for (let at = order.length - 1; at >= 0; ) {
    const score = scores[order[at]!]!;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    for (; at >= 0 && scores[order[at]!] === score; at--) {
      tiedPositives += positives[order[at]!]!;
      tiedNegatives += negatives[order[at]!]!;
    }
    area += tiedPositives * (negativeWeight + tiedNegatives / 2);
    positiveWeight += tiedPositives;
    negativeWeight += tiedNegatives;
  }
  return area / (positiveWeight * negativeWeight);
}
