import { byCodePoint, type Cleaning, type PredictionRecord, type TermCount } from "@imdb/core";
import { TOPIC_COLUMN, topicAssigner } from "../topics/topic-assigner.js";
import type { TopicModel } from "../topics/topic-model.js";
import { type CalibrationBins, calibrationBin, calibrationBins } from "./calibration-bins.js";
import { clusteringBuilder } from "./clustering-builder.js";
import { type ColumnBuilder, type ColumnValue, columnBuilder } from "./column-builder.js";
import { type ConfusionCell, sumCells } from "./confusion.js";
import { addCount } from "./counted.js";
import { displayProfile } from "./display-profile.js";
import { distinctSketchBuilder } from "./distinct-sketch.js";
import { languagePattern } from "./language.js";
import { ABSTAINED_COLUMN, type Profile } from "./schema.js";
import { createTermTable, type TermTable, termIds, termSummary } from "./term-table.js";
import { type TextTraits, textScanner } from "./text-scanner.js";

/** What a model predicted for a text, and the true label where it is known. A `PredictionRecord` is one. */
export type ProfilePrediction = Pick<PredictionRecord, "label" | "probabilities" | "actual" | "abstained">;

type ColumnKind = "categorical" | "relative" | "unit";

/** The columns that every text has a value in. */
const TEXT_COLUMNS = {
  characters: "relative",
  words: "relative",
  distinctWordShare: "unit",
  meanWordLength: "relative",
  nonLetterShare: "unit",
  upperCaseShare: "unit",
  language: "categorical",
} as const satisfies Record<string, ColumnKind>;

/** A profile while records are added. */
export interface ProfileState {
  readonly topics: TopicModel | undefined;
  readonly positive: string | undefined;
  readonly cleaning: Cleaning | undefined;
  readonly topicOf: ((text: string) => string) | undefined;
  readonly countTerms: ((text: string) => TermCount) | undefined;
  readonly terms: TermTable;
  readonly scan: (text: string) => TextTraits;
  readonly clustering: ReturnType<typeof clusteringBuilder> | undefined;
  readonly distinct: ReturnType<typeof distinctSketchBuilder>;
  readonly quality: Profile["quality"];
  readonly textColumns: Readonly<Record<keyof typeof TEXT_COLUMNS, ColumnBuilder>>;
  readonly columns: Map<string, ColumnBuilder>;
  /** Number of missing values of columns that had no other value yet, and so have no type. */
  readonly untyped: Map<string, number>;
  readonly confusion: Map<string, ConfusionCell>;
  readonly calibration: Map<string, CalibrationBins>;
  count: number;
}

/** A profile without records. */
export function emptyProfile(settings: {
  readonly topics?: TopicModel;
  readonly positive?: string;
  readonly cleaning?: Cleaning;
  readonly countTerms: ProfileState["countTerms"];
  readonly maxTerms: number;
  readonly grouped: "yes" | "no";
}): ProfileState {
  const { topics, positive, cleaning, countTerms, maxTerms, grouped } = settings;
  const clustering = grouped === "yes" ? clusteringBuilder(topics) : undefined;
  const terms = createTermTable(maxTerms, languagePattern, clustering?.words);
  const columns = new Map<string, ColumnBuilder>();
  const textColumns = Object.entries(TEXT_COLUMNS).map(([name, kind]) => [
    name,
    columnOf(columns, name, kind),
  ]);
  if (topics) columnOf(columns, TOPIC_COLUMN, "categorical");
  if (countTerms) columnOf(columns, UNKNOWN_COLUMN, "unit");
  return {
    topics,
    positive,
    cleaning,
    topicOf: topics && entry(ASSIGNERS, topics, () => topicAssigner(topics)),
    countTerms,
    terms,
    scan: textScanner(terms),
    clustering,
    distinct: distinctSketchBuilder(),
    quality: { missing: 0, empty: 0, encodingFaults: 0, controls: 0 },
    textColumns: Object.fromEntries(textColumns),
    columns,
    untyped: new Map(),
    confusion: new Map(),
    calibration: new Map(),
    count: 0,
  };
}

const UNKNOWN_COLUMN = "unknownWordShare";
const BLANK = /^\s*$/;

/** Assigners by their topics: a watch makes a profile of every window with the same topics. */
const ASSIGNERS = new WeakMap<object, (text: string) => string>();

/** Adds a text. */
export function addText(state: ProfileState, text: string): void {
  const { quality, textColumns } = state;
  const traits = state.scan(text);
  state.distinct.add(traits.hash);
  if (traits.words === 0 && BLANK.test(text)) quality.empty++;
  if (traits.encodingFaults > 0) quality.encodingFaults++;
  if (traits.controls > 0) quality.controls++;
  const topic = state.topicOf?.(text);
  if (topic !== undefined) state.columns.get(TOPIC_COLUMN)!.add(topic);
  state.clustering?.addText(topic);
  const counted = state.countTerms?.(text);
  if (counted && counted.total > 0) state.columns.get(UNKNOWN_COLUMN)!.add(counted.unknown / counted.total);
  textColumns.language.add(traits.language);
  textColumns.characters.add(traits.characters);
  textColumns.words.add(traits.words);
  textColumns.nonLetterShare.add(traits.nonLetterShare);
  textColumns.upperCaseShare.add(traits.upperCaseShare);
  // These are not defined for a text without words. That the text is empty is counted above.
  if (traits.words === 0) return;
  textColumns.distinctWordShare.add(traits.distinctWords / traits.words);
  textColumns.meanWordLength.add(traits.wordCharacters / traits.words);
}

/** Adds a prediction. */
export function addPrediction(state: ProfileState, prediction: ProfilePrediction): void {
  const { label, probabilities, actual, abstained } = prediction;
  const { columns, positive } = state;
  if (abstained !== undefined) columnOf(columns, ABSTAINED_COLUMN, "categorical").add(abstained);
  // A best guess is no prediction.
  if (!abstained) columnOf(columns, "prediction", "categorical").add(label);
  const classes = Object.keys(probabilities).sort(byCodePoint);
  const scored = classes.length === 2 ? [scoredClass(classes, positive)] : classes;
  for (const name of scored) columnOf(columns, `score.${name}`, "unit").add(asShare(probabilities[name]!));
  let highest = 0;
  for (const name of classes) highest = Math.max(highest, probabilities[name]!);
  columnOf(columns, "confidence", "unit").add(classes.length === 0 ? null : asShare(highest));
  if (actual === undefined) return;
  columnOf(columns, "actual", "categorical").add(actual);
  const cell = { predicted: label, actual, count: 0 };
  if (!abstained) entry(state.confusion, JSON.stringify([label, actual]), () => cell).count++;
  for (const name of classes) {
    const share = asShare(probabilities[name]!);
    if (share === null) continue;
    const bins = entry(state.calibration, name, () => calibrationBins(name));
    const bin = calibrationBin(share);
    bins.labelled[bin]!++;
    if (name === actual) bins.positive[bin]!++;
  }
}

/** Of two classes one is enough, since the probabilities add up to 1: the positive one, else the second. */
function scoredClass(classes: readonly string[], positive: string | undefined): string {
  return positive !== undefined && classes.includes(positive) ? positive : classes[1]!;
}

/** Adds a value of a further column. The first value that is not null decides the type of the column. */
export function addValue({ columns, untyped }: ProfileState, name: string, value: ColumnValue): void {
  const known = columns.get(name);
  if (known) known.add(value);
  else if (value === null) addCount(untyped, name);
  else {
    const column = columnOf(columns, name, typeof value === "number" ? "relative" : "categorical");
    for (let i = untyped.get(name) ?? 0; i > 0; i--) column.add(null);
    untyped.delete(name);
    column.add(value);
  }
}

/** The profile of the records so far. */
export function profileOf(state: ProfileState): Profile {
  const terms = termSummary(state.terms);
  const { clustering } = state;
  return displayProfile({
    schemaVersion: 1,
    ...(state.positive !== undefined && { positive: state.positive }),
    ...(state.cleaning && { cleaning: state.cleaning }),
    count: state.count,
    columns: Array.from(state.columns.values(), (c) => c.column()).sort((a, b) =>
      byCodePoint(a.name, b.name),
    ),
    terms,
    clustering: clustering?.clustering(terms, termIds(state.terms, terms)) ?? null,
    distinctTexts: state.distinct.sketch(),
    quality: { ...state.quality },
    topics: state.topics ?? null,
    confusion: sumCells([...state.confusion.values()]),
    calibration: Array.from(state.calibration.values(), (bins) => ({
      ...bins,
      labelled: [...bins.labelled],
      positive: [...bins.positive],
    })).sort((a, b) => byCodePoint(a.class, b.class)),
  });
}

function columnOf(columns: Map<string, ColumnBuilder>, name: string, kind: ColumnKind): ColumnBuilder {
  return entry(columns, name, () => columnBuilder(name, kind));
}

/** The value if it is a probability, else null. */
function asShare(value: number): number | null {
  return value >= 0 && value <= 1 ? value : null;
}

/** The entry of a key, which is added when it is missing. */
function entry<K, V>(
  map: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
