import type { PredictionRecord } from "@imdb/core";

/** A probability that a record has, and whether the class is the record's own. */
interface Scored {
  readonly score: number;
  readonly isTrue: boolean;
}

/**
 * The area under the ROC curve of each class against all others, without the classes of no record or of all. Only the
 * probabilities that records have are sorted: the others are 0, and there may be as many classes as records.
 *
 * @param actual  The code of each record's class.
 * @param codes   The code of each class.
 */
export function aucOfEach(
  records: readonly Pick<PredictionRecord, "probabilities">[],
  actual: Int32Array,
  codes: ReadonlyMap<string, number>,
): number[] {
  const given = Array.from(codes, (): Scored[] => []);
  const occurrences = new Uint32Array(codes.size);
  records.forEach(({ probabilities }, i) => {
    occurrences[actual[i]!]!++;
    for (const [name, score] of Object.entries(probabilities)) {
      const code = codes.get(name)!;
      if (score > 0) given[code]!.push({ score, isTrue: code === actual[i] });
    }
  });
  return given.flatMap((scored, code) => {
    const positives = occurrences[code]!;
    const negatives = records.length - positives;
    return positives === 0 || negatives === 0 ? [] : [auc(scored, positives, negatives)];
  });
}

/** The share of pairs in order, where a pair of equal scores counts half (Mann-Whitney). */
function auc(scored: Scored[], positives: number, negatives: number): number {
  scored.sort((a, b) => a.score - b.score);
  const above = scored.filter(({ isTrue }) => isTrue).length;
  const below = { positives: positives - above, negatives: negatives - (scored.length - above) };
  let pairs = (below.positives * below.negatives) / 2;
  let lower = below.negatives;
  for (let from = 0; from < scored.length; ) {
    let to = from;
    const equal = { positives: 0, negatives: 0 };
    for (; to < scored.length && scored[to]!.score === scored[from]!.score; to++)
      equal[scored[to]!.isTrue ? "positives" : "negatives"]++;
    pairs += equal.positives * (lower + equal.negatives / 2);
    lower += equal.negatives;
    from = to;
  }
  return pairs / (positives * negatives);
}
