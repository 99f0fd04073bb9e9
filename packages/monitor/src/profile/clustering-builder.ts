import { byCodePoint } from "@imdb/core";
import { quantileSorted } from "@imdb/measures";
import type { TopicModel } from "../topics/topic-model.js";
import { type Clustering, RARE_SHARE } from "./clustering.js";
import type { CountSummary } from "./count-summary.js";
import { addCount } from "./counted.js";
import { type GroupCounts, groupCounts } from "./group-counts.js";

/** Measures how alike the texts of one group are. The texts must come group by group. */
export function clusteringBuilder(model: TopicModel | undefined) {
  const words = groupCounts();
  const topics = groupCounts();
  const counts = new Map<string, number>();
  const ids = new Map<string, number>();
  let texts = 0;
  let size = 0;
  return {
    /** Counts of words by group. The term table adds to them. */
    words,
    addText(topic: string | undefined): void {
      texts++;
      size++;
      if (topic === undefined) return;
      if (!ids.has(topic)) ids.set(topic, ids.size);
      addCount(counts, topic);
      topics.add(ids.get(topic)!);
    },
    endGroup(): void {
      if (size === 0) return;
      words.endGroup(size);
      topics.endGroup(size);
      size = 0;
    },
    /**
     * The result; null before the end of the first group.
     *
     * @param wordIds  Numbers of the terms in `words`.
     */
    clustering(terms: CountSummary, wordIds: readonly number[]): Clustering | null {
      if (words.groups === 0) return null;
      const correlations = wordIds.map((id, i) => correlationWithin(id, terms.counts[i]!, texts, words));
      const names = model ? [...ids.keys()].sort(byCodePoint) : [];
      return {
        groups: words.groups,
        meanSize: words.sizeSquares / texts,
        terms: correlations,
        unseen: correlationOfUnseen(correlations, terms.counts, texts),
        topics: names.map((name) => correlationWithin(ids.get(name)!, counts.get(name)!, texts, topics)),
      };
    },
  };
}

/**
 * The intraclass correlation of an item (a word or a topic) that `count` of `texts` texts have, estimated from the
 * variance of its counts between groups.
 *
 * @see Kish (1965), Survey sampling, 5.4: design effect = 1 + (mean size − 1) · correlation.
 */
function correlationWithin(id: number, count: number, texts: number, groups: GroupCounts): number {
  const share = count / texts;
  const meanSize = groups.sizeSquares / texts;
  if (groups.groups < 2 || meanSize <= 1 || share <= 0 || share >= 1) return 0;
  const squaredDeviations =
    groups.squares(id) - 2 * share * groups.products(id) + share * share * groups.sizeSquares;
  const expected = texts * share * (1 - share);
  const designEffect = (squaredDeviations * groups.groups) / (groups.groups - 1) / expected;
  return Math.min(1, Math.max(0, Math.round(((designEffect - 1) / (meanSize - 1)) * 1e4) / 1e4));
}

/** The 90 % quantile of the correlations of rare words; 1 when there are no rare words. */
function correlationOfUnseen(
  correlations: readonly number[],
  counts: readonly number[],
  texts: number,
): number {
  const rare = correlations.filter((_, i) => counts[i]! < RARE_SHARE * texts).sort((a, b) => a - b);
  return rare.length === 0 ? 1 : quantileSorted(rare, 0.9);
}
