import { byCodePoint } from "@imdb/core";
import { optionsOf, type Resolved, within } from "@imdb/core/options";
import { checkProfiles } from "../profile/check-profile.js";
import type { Profile } from "../profile/schema.js";
import { TOPIC_COLUMN } from "../topics/topic-assigner.js";
import { correctPValues } from "./correction.js";
import { pairOfCounts } from "./methods/pair.js";
import type { TopicsDrift } from "./report-schema.js";
import { sharesTest } from "./shares-test.js";

/** Which changes of topics count as drift. */
export interface TopicDriftOptions {
  /** Probability of any false alarm over all topics, with Holm's correction. Default 0.05. */
  readonly topicSignificance?: number | undefined;
  /** Smaller differences of the shares of texts are not drift. Default 0.01. */
  readonly smallestDifference?: number | undefined;
}

/** The schema of {@link TopicDriftOptions}. */
export const topicOptions = optionsOf<TopicDriftOptions>({
  topicSignificance: [0.05, within(0, 1)],
  smallestDifference: [0.01, within(0, 1)],
});

/**
 * Finds topics that are in another share of the texts than before: a test of two shares for each topic, corrected
 * together. With a reference made with `groups`, the tests take into account that texts of one group are alike.
 *
 * @returns Null when a profile has no topics, or no texts.
 * @throws `INVALID_OPTION`, `SCHEMA_MISMATCH` when `reference` or `current` is not a profile.
 */
export function topicDrift(
  reference: Profile,
  current: Profile,
  options: TopicDriftOptions = {},
): TopicsDrift | null {
  const resolved = topicOptions.resolve(options, "topicDrift");
  const checked = checkProfiles(reference, current, "topicDrift");
  return compareTopics(checked.reference, checked.current, resolved);
}

/** {@link topicDrift} of profiles and options that are checked. */
export function compareTopics(
  reference: Profile,
  current: Profile,
  { topicSignificance: significance, smallestDifference }: Resolved<TopicDriftOptions>,
): TopicsDrift | null {
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
  const adjusted = correctPValues(pValues, "holm");
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

/**
 * The intraclass correlation of each topic. A topic without a text in the reference gets the largest correlation of
 * all topics.
 */
function correlationsOf({ clustering }: Profile, values: readonly string[]): (topic: string) => number {
  const known = new Map(values.map((topic, i) => [topic, clustering?.topics[i] ?? 0]));
  const largest = Math.max(0, ...known.values());
  return (topic) => known.get(topic) ?? largest;
}

function topicsOf(profile: Profile) {
  const column = profile.columns.find((c) => c.name === TOPIC_COLUMN);
  return column?.type === "categorical" ? column.summary : null;
}
