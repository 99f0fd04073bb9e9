import type { JsonValue } from "@imdb/core";
import { optional, optionsOf, type Resolved } from "@imdb/core/options";
import { matching, present } from "../checks/rules.js";
import { checkProfiles } from "../profile/check-profile.js";
import { columnsByName, type Profile, type ProfileColumn } from "../profile/schema.js";
import { TOPIC_COLUMN } from "../topics/topic-assigner.js";
import { checkColumns } from "./check-columns.js";
import { NO_NUMBERS } from "./column-statistics.js";
import { compareDataset, type DatasetOptions, datasetOptions } from "./compare-dataset.js";
import { displayDrift } from "./display-drift.js";
import { pairOfCounts, pairOfSketches } from "./methods/pair.js";
import { notCompared, notInBoth, type PairedColumn } from "./paired-column.js";
import { type ColumnDrift, type DriftReport, type TextDrift, textDriftSchema } from "./report-schema.js";
import { compareTopics, type TopicDriftOptions, topicOptions } from "./topic-drift.js";
import { compareWords, type WordOptions, wordOptions } from "./word-drift.js";

/** How two profiles are compared. */
export interface DriftSettings extends DatasetOptions, WordOptions, TopicDriftOptions {}

/** The schema of {@link DriftSettings}. */
export const driftSettings = optionsOf<DriftSettings, "columns">({
  ...datasetOptions.rules,
  ...wordOptions.rules,
  ...topicOptions.rules,
});

/** Two profiles, and how they are compared. */
export interface DriftOptions extends DriftSettings {
  /** The profile of the expected data, or the `reference` of a bundle as it was read. */
  readonly reference: Profile | JsonValue;
  readonly current: Profile;
  /** The result of {@link textDrift}. It counts as one column, `text`. */
  readonly text?: TextDrift | undefined;
}

const driftOptions = optionsOf<DriftOptions, "columns" | "text">({
  reference: present("a profile"),
  current: present("a profile"),
  text: optional(matching("the result of textDrift", textDriftSchema)),
  ...driftSettings.rules,
});

/**
 * Compares two windows, column by column and word by word.
 *
 * A column that cannot be compared (it is missing in one profile, has no values, or has another type) is listed with
 * the reason and is not counted. With an empty window nothing has drifted.
 *
 * @throws `INVALID_OPTION`, also for a column that neither profile has; `SCHEMA_MISMATCH` when `reference` or `current` is not a profile; `UNKNOWN_DRIFT_METHOD`.
 * @example
 * const reference = createProfile(["good film", "bad film"]);
 * driftReport({ reference, current: reference }).dataset.drifted; // => false
 */
export function driftReport(options: DriftOptions): DriftReport {
  const resolved = driftOptions.resolve(options, "driftReport");
  const { reference, current } = checkProfiles(resolved.reference, resolved.current, "driftReport");
  checkColumns(resolved, columnNames(reference, current), "driftReport");
  return compareProfiles(reference, current, resolved, resolved.text ?? null);
}

/** The names of the columns of either profile. */
export function columnNames(...profiles: readonly Profile[]): string[] {
  return [...new Set(profiles.flatMap(({ columns }) => columns.map(({ name }) => name)))];
}

/** {@link driftReport} for profiles and settings that are checked. */
export function compareProfiles(
  reference: Profile,
  current: Profile,
  settings: Resolved<DriftSettings, "columns">,
  text: TextDrift | null = null,
): DriftReport {
  const columns = columnsOf(reference, current, settings.columns);
  return displayDrift({
    schemaVersion: 1,
    referenceCount: reference.count,
    currentCount: current.count,
    ...compareDataset(text ? [...columns, textColumn(text)] : columns, settings),
    words: compareWords(reference, current, settings),
    topics: compareTopics(reference, current, settings),
    text,
  });
}

function columnsOf(
  reference: Profile,
  current: Profile,
  chosen: readonly string[] | undefined,
): (PairedColumn | ColumnDrift)[] {
  const [before, now] = [columnsByName(reference), columnsByName(current)];
  const every = new Set([...before.keys(), ...now.keys()]);
  // Topics have their own test.
  if (reference.topics) every.delete(TOPIC_COLUMN);
  return (chosen ?? [...every]).map((name) => pairColumns(name, before.get(name), now.get(name)));
}

function pairColumns(
  column: string,
  a: ProfileColumn | undefined,
  b: ProfileColumn | undefined,
): PairedColumn | ColumnDrift {
  if (!a || !b) return notInBoth(column, (a ?? b)?.type ?? "numeric", a);
  if (a.type === "numeric" && b.type === "numeric") {
    const missing = { reference: a.sketch.missing, current: b.sketch.missing };
    return { column, type: "numeric", missing, pair: pairOfSketches(a.sketch, b.sketch) };
  }
  if (a.type === "categorical" && b.type === "categorical") {
    const missing = { reference: a.missing, current: b.missing };
    return { column, type: "categorical", missing, pair: pairOfCounts(a.summary, b.summary) };
  }
  return notCompared(column, a.type, `it is ${a.type} in the reference and ${b.type} now`);
}

/** Text drift as a column. It has a p-value of its own, which is not corrected together with those of the columns. */
function textColumn(text: TextDrift): ColumnDrift {
  const column = "text";
  if (text.rocAuc === null) return notCompared(column, "text", "there are too few texts to tell apart");
  const statistics = { missing: 0, distinct: 0, ...NO_NUMBERS };
  return {
    status: "compared",
    column,
    type: "text",
    method: "domainClassifier",
    title: "Domain classifier, ROC AUC",
    result: "distance",
    score: text.rocAuc,
    statistic: text.rocAuc,
    pValue: null,
    adjustedPValue: null,
    threshold: text.threshold,
    drifted: text.drifted,
    reference: { ...statistics, count: text.referenceCount },
    current: { ...statistics, count: text.currentCount },
    bins: null,
  };
}
