import { byCodePoint } from "@imdb/core";
import type { TopicModel } from "../topics/topic-model.js";
import { type Clustering, correlationOfUnseen, correlationWithin } from "./clustering.js";
import type { CountSummary } from "./count-summary.js";
import { type GroupCounts, groupCounts } from "./group-counts.js";

/** Learns from texts that come group by group how alike those of one group are. */
export interface GroupTally {
  /** For the term table. */
  readonly words: GroupCounts;
  addText(topic: string | undefined): void;
  endGroup(): void;
  /** Null before the first group; `numbers` are those of the terms in `words`. */
  clustering(terms: CountSummary, numbers: readonly number[]): Clustering | null;
}

/** Starts without texts. */
export function groupTally(model: TopicModel | undefined): GroupTally {
  const words = groupCounts();
  const topics = groupCounts();
  const counts = new Map<string, number>();
  const ids = new Map<string, number>();
  let texts = 0;
  let size = 0;
  return {
    words,
    addText(topic) {
      texts++;
      size++;
      if (topic === undefined) return;
      if (!ids.has(topic)) ids.set(topic, ids.size);
      counts.set(topic, (counts.get(topic) ?? 0) + 1);
      topics.add(ids.get(topic)!);
    },
    endGroup() {
      if (size === 0) return;
      words.endGroup(size);
      topics.endGroup(size);
      size = 0;
    },
    clustering(terms, numbers) {
      if (words.groups === 0) return null;
      const correlations = numbers.map((id, i) => correlationWithin(id, terms.counts[i]!, texts, words));
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
