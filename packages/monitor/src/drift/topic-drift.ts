import { byCodePoint } from "@imdb/core";
import type { Profile } from "../profile/schema.js";
import { TOPIC_COLUMN } from "../topics/topic-assigner.js";
import { adjustPValues } from "./correction.js";
import { pairOfCounts } from "./methods/pair.js";
import type { TopicsDrift } from "./report-schema.js";
import { sharesTest } from "./shares-test.js";

/** Which shifts of topics count. */
export interface TopicDriftOptions {
  /** Chance of any false alarm over all topics, by Holm's correction. Default 0.05. */
  readonly topicSignificance?: number | undefined;
  /** Smaller differences of the shares of texts do not matter. Default 0.01. */
  readonly smallestDifference?: number | undefined;
}

/**
 * Topics that more or fewer texts are about than before: two shares each, corrected together. Of a reference
 * made with groups, texts of one group count for as much as they tell.
 *
 * @returns Null when a profile has no topics, or no texts.
 */
export function topicDrift(
  reference: Profile,
  current: Profile,
  options: TopicDriftOptions = {},
): TopicsDrift | null {
  const { topicSignificance: significance = 0.05, smallestDifference = 0.01 } = options;
  const [before, now] = [topicsOf(reference), topicsOf(current)];
  if (!before || !now) return null;
  const pair = pairOfCounts(before, now);
  const { referenceCount: m, currentCount: n } = pair;
  if (m === 0 || n === 0) return null;
  const test = sharesTest(reference.clustering, m);
  const correlations = correlationsOf(reference, before.values);
  const pValues = pair.keys.map((topic, i) =>
    test(pair.reference[i]!, m, pair.current[i]!, n, correlations(topic)),
  );
  const adjusted = adjustPValues(pValues, "holm");
  const topics = pair.keys.map((topic, i) => {
    const [referenceShare, currentShare] = [pair.reference[i]! / m, pair.current[i]! / n];
    const large = Math.abs(currentShare - referenceShare) >= smallestDifference;
    const drifted = adjusted[i]! < significance && large;
    return { topic, referenceShare, currentShare, adjustedPValue: adjusted[i]!, drifted };
  });
  return {
    pValue: Math.min(1, ...adjusted),
    significance,
    smallestDifference,
    drifted: topics.filter((t) => t.drifted).length,
    topics: topics.sort(
      (a, b) =>
        Number(b.drifted) - Number(a.drifted) ||
        b.referenceShare + b.currentShare - a.referenceShare - a.currentShare ||
        byCodePoint(a.topic, b.topic),
    ),
  };
}

/** Of a topic that the reference has no text of: of the topics together, the largest. */
function correlationsOf({ clustering }: Profile, values: readonly string[]): (topic: string) => number {
  const known = new Map(values.map((topic, i) => [topic, clustering?.topics[i] ?? 0]));
  const largest = Math.max(0, ...known.values());
  return (topic) => known.get(topic) ?? largest;
}

function topicsOf(profile: Profile) {
  const column = profile.columns.find((c) => c.name === TOPIC_COLUMN);
  return column?.type === "categorical" ? column.summary : null;
}
