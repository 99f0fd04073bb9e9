import { type JsonValue, parseWith } from "@imdb/core";
import { columnsByName, type Profile, type ProfileColumn, profileSchema } from "../profile/schema.js";
import { TOPIC_COLUMN } from "../topics/topic-assigner.js";
import { NO_NUMBERS } from "./column-figures.js";
import { compareDataset, type DatasetOptions } from "./compare-dataset.js";
import { pairOfCounts, pairOfSketches } from "./methods/pair.js";
import { notCompared, notInBoth, type PairedColumn } from "./paired-column.js";
import type { ColumnDrift, DriftReport, TextDrift } from "./report-schema.js";
import { type TopicDriftOptions, topicDrift } from "./topic-drift.js";
import { type WordOptions, wordDrift } from "./word-drift.js";

/** What is compared, and how. */
export interface DriftOptions extends DatasetOptions, WordOptions, TopicDriftOptions {
  /** What is expected; a bundle's `reference` is accepted as it was read. */
  readonly reference: Profile | JsonValue;
  readonly current: Profile;
  /** What {@link textDrift} found; counts as one column, `text`. */
  readonly text?: TextDrift | undefined;
}

/**
 * Compares two windows column by column and word by word.
 *
 * A column that cannot be compared (missing in one profile, no values, another type) is listed with the
 * reason and counts neither way; with an empty window nothing has drifted.
 *
 * @throws `SCHEMA_MISMATCH` when the reference is no profile, `UNKNOWN_DRIFT_METHOD`.
 * @example
 * const reference = createProfile(["good film", "bad film"]);
 * driftReport({ reference, current: reference }).dataset.drifted; // => false
 */
export function driftReport(options: DriftOptions): DriftReport {
  const { current } = options;
  const reference = parseWith(profileSchema, options.reference, "The reference profile");
  const columns = columnsOf(reference, current, options.columns);
  return {
    schemaVersion: 1,
    referenceCount: reference.count,
    currentCount: current.count,
    ...compareDataset(options.text ? [...columns, textColumn(options.text)] : columns, options),
    words: wordDrift(reference, current, options),
    topics: topicDrift(reference, current, options),
    text: options.text ?? null,
  };
}

function columnsOf(
  reference: Profile,
  current: Profile,
  chosen: readonly string[] | undefined,
): (PairedColumn | ColumnDrift)[] {
  const [before, now] = [columnsByName(reference), columnsByName(current)];
  // Topics have a test of their own.
  const every = new Set([...before.keys(), ...now.keys()]);
  if (reference.topics) every.delete(TOPIC_COLUMN);
  return (chosen ?? [...every]).map((name) => pairColumns(name, before.get(name), now.get(name)));
}

function pairColumns(
  column: string,
  a: ProfileColumn | undefined,
  b: ProfileColumn | undefined,
): PairedColumn | ColumnDrift {
  if (!a || !b) return notInBoth(column, (a ?? b)?.type ?? "numeric", a, b);
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

/** Text drift as a column among the others. Its p-value is not corrected with theirs: it decides by both. */
function textColumn(text: TextDrift): ColumnDrift {
  const column = "text";
  if (text.rocAuc === null) return notCompared(column, "text", "there are too few texts to tell apart");
  const figures = { missing: 0, distinct: 0, ...NO_NUMBERS };
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
    reference: { ...figures, count: text.referenceCount },
    current: { ...figures, count: text.currentCount },
    bins: null,
  };
}
