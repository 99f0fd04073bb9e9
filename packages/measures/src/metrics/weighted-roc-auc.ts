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
