import type { Codes } from "./checks.js";
import { byScore, checkBothClasses, checkProbabilityCount } from "./checks.js";

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
  checkBothClasses(actual, scores, "rocAucScore");
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

/**
 * The area under the ROC curve of rows that each count as positive with one weight and as negative with another:
 * the share of pairs of a positive and a negative in which the positive scores higher, ties counting half.
 *
 * Whole weights give the area exactly, up to one division.
 *
 * @param order      Row numbers by score, highest first.
 * @param scores     Higher is more positive.
 * @param positives  The weight of each row as a positive: 1 or 0, a count, a probability.
 * @param negatives  Its weight as a negative.
 * @returns          NaN when either side weighs nothing.
 * @see              Hanley & McNeil (1982), The meaning and use of the area under a ROC curve.
 */
export function weightedRocAuc(
  order: ArrayLike<number>,
  scores: ArrayLike<number>,
  positives: ArrayLike<number>,
  negatives: ArrayLike<number>,
): number {
  let above = 0;
  let below = 0;
  let area = 0;
  // From the lowest score up: a positive is ordered rightly with the negatives before it.
  for (let at = order.length - 1; at >= 0; ) {
    const score = scores[order[at]!]!;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    for (; at >= 0 && scores[order[at]!] === score; at--) {
      tiedPositives += positives[order[at]!]!;
      tiedNegatives += negatives[order[at]!]!;
    }
    area += tiedPositives * (below + tiedNegatives / 2);
    above += tiedPositives;
    below += tiedNegatives;
  }
  return area / (above * below);
}
