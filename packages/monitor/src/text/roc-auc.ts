/**
 * Area under the ROC curve: the probability that a positive scores above a negative, ties counting half.
 *
 * @returns 0.5 when there are no positives or no negatives.
 * @see Hanley & McNeil (1982), The meaning and use of the area under a ROC curve; by midranks.
 */
export function rocAuc(positive: ArrayLike<number>, scores: ArrayLike<number>): number {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let positives = 0;
  let rankSum = 0;
  for (let i = 0; i < order.length; ) {
    let end = i;
    while (end < order.length && scores[order[end]!] === scores[order[i]!]) end++;
    const rank = (i + end + 1) / 2;
    for (; i < end; i++) {
      if (positive[order[i]!]! === 0) continue;
      positives++;
      rankSum += rank;
    }
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return 0.5;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
