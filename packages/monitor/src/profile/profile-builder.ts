import { byCodePoint, type FittedVectorizer, type PredictionRecord } from "@imdb/core";
import { integer, oneOf, optional, optionsOf, rule } from "@imdb/core/options";
import { TOPIC_COLUMN, topicAssigner } from "../topics/topic-assigner.js";
import type { TopicModel } from "../topics/topic-model.js";
import { type CalibrationBins, calibrationBin, calibrationBins } from "./calibration-bins.js";
import { type ColumnBuilder, type ColumnValue, columnBuilder } from "./column-builder.js";
import { sumCells } from "./confusion.js";
import { countMore } from "./counted.js";
import { distinctSketchBuilder } from "./distinct-sketch.js";
import { groupTally } from "./group-tally.js";
import { languagePattern } from "./language.js";
import type { Profile } from "./schema.js";
import { termTable } from "./term-table.js";
import { textScanner } from "./text-scanner.js";

/** What a model said of a text, and the truth where it is known; a `PredictionRecord` is one. */
export type ProfilePrediction = Pick<PredictionRecord, "label" | "probabilities" | "actual">;

/** What a profile is made with. */
export interface ProfileSettings {
  /**
   * The model's vectorizer. Adds the column `unknownWordShare`: the share of a text's terms, by the vectorizer's own
   * analysis, that it does not know. A vectorizer that knows no terms, such as one that hashes, adds no column.
   */
  readonly vectorizer?: Pick<FittedVectorizer, "countTerms"> | undefined;
  /** From `learnTopics`. Adds the column `topic`, and is kept in the profile. */
  readonly topics?: TopicModel | undefined;
  /** Words kept with their document frequency. Default 10,000. */
  readonly maxTerms?: number | undefined;
  /** Learns how alike the texts of one group are; holds every different word. Default `no`. */
  readonly grouped?: "yes" | "no" | undefined;
}

const profileSettings = optionsOf<ProfileSettings, "vectorizer" | "topics">({
  // Which terms it knows is not for every vectorizer to say.
  vectorizer: optional(
    rule<Pick<FittedVectorizer, "countTerms">>("a fitted vectorizer", (value) => {
      const { countTerms } = Object(value);
      return value instanceof Object && (countTerms === undefined || typeof countTerms === "function");
    }),
  ),
  topics: optional(
    rule<TopicModel>("the topics of learnTopics", (value) => Array.isArray(Object(value).topics)),
  ),
  maxTerms: [10_000, integer(1, 1 << 20)],
  grouped: ["no", oneOf("yes", "no")],
});

/** Takes records one after another, in bounded memory. */
export interface ProfileBuilder {
  /**
   * @param text        Null when it was not kept.
   * @param prediction  What the model said, when it did.
   * @param columns     Further columns; the first value of a name decides its type.
   */
  add(
    text: string | null,
    prediction?: ProfilePrediction | undefined,
    columns?: Readonly<Record<string, ColumnValue>> | undefined,
  ): void;
  /** The profile of all records so far. */
  profile(): Profile;
  /** The records since the last call belong together. Only of a builder made with `grouped`. */
  endGroup(): void;
}

const BLANK = /^\s*$/;

/**
 * Starts an empty profile.
 *
 * @throws `INVALID_OPTION`
 */
export function profileBuilder(settings: ProfileSettings = {}): ProfileBuilder {
  const { vectorizer, topics, maxTerms, grouped } = profileSettings.resolve(settings);
  const countTerms = vectorizer?.countTerms?.bind(vectorizer);
  const groups = grouped === "yes" ? groupTally(topics) : null;
  const terms = termTable(maxTerms, languagePattern, groups?.words);
  const scan = textScanner(terms);
  const distinct = distinctSketchBuilder();
  const quality = { missing: 0, empty: 0, encodingFaults: 0, controls: 0 };
  const columns = new Map<string, ColumnBuilder>();
  const confusion = new Map<string, Map<string, number>>();
  const calibration = new Map<string, CalibrationBins>();
  const untyped = new Map<string, number>();
  let count = 0;

  const characters = column("characters", "relative");
  const words = column("words", "relative");
  const distinctWordShare = column("distinctWordShare", "unit");
  const meanWordLength = column("meanWordLength", "relative");
  const nonLetterShare = column("nonLetterShare", "unit");
  const upperCaseShare = column("upperCaseShare", "unit");
  const language = column("language", "categorical");
  const topic = topics && column(TOPIC_COLUMN, "categorical");
  const topicOf = topics && entry(ASSIGNERS, topics, () => topicAssigner(topics));
  const unknownWordShare = countTerms && column("unknownWordShare", "unit");

  function addText(text: string): void {
    const traits = scan(text);
    distinct.add(traits.hash);
    if (traits.words === 0 && BLANK.test(text)) quality.empty++;
    if (traits.encodingFaults > 0) quality.encodingFaults++;
    if (traits.controls > 0) quality.controls++;
    language.add(traits.language);
    const about = topicOf?.(text);
    if (about !== undefined) topic?.add(about);
    groups?.addText(about);
    characters.add(traits.characters);
    words.add(traits.words);
    nonLetterShare.add(traits.nonLetterShare);
    upperCaseShare.add(traits.upperCaseShare);
    const known = countTerms?.(text);
    if (known && known.total > 0) unknownWordShare?.add(known.unknown / known.total);
    // A text without words has no such figures; that it is empty is counted above.
    if (traits.words === 0) return;
    distinctWordShare.add(traits.distinctWords / traits.words);
    meanWordLength.add(traits.wordCharacters / traits.words);
  }

  function addPrediction({ label, probabilities, actual }: ProfilePrediction): void {
    column("prediction", "categorical").add(label);
    let highest = 0;
    const classes = Object.keys(probabilities).sort(byCodePoint);
    // Of two classes one says all: the second in code point order, as in scikit-learn.
    const told = classes.length === 2 ? classes.slice(1) : classes;
    for (const name of classes) highest = Math.max(highest, probabilities[name]!);
    for (const name of told) column(`score.${name}`, "unit").add(asShare(probabilities[name]!));
    column("confidence", "unit").add(classes.length === 0 ? null : asShare(highest));
    if (actual === undefined) return;
    column("actual", "categorical").add(actual);
    const row = entry(confusion, label, () => new Map<string, number>());
    countMore(row, actual);
    for (const name of classes) {
      const share = asShare(probabilities[name]!);
      if (share === null) continue;
      const bins = entry(calibration, name, () => calibrationBins(name));
      const bin = calibrationBin(share);
      bins.labelled[bin]!++;
      if (name === actual) bins.positive[bin]!++;
    }
  }

  function addColumn(name: string, value: ColumnValue): void {
    if (value !== null && !columns.has(name)) {
      const missing = untyped.get(name) ?? 0;
      untyped.delete(name);
      const made = column(name, typeof value === "number" ? "relative" : "categorical");
      for (let i = 0; i < missing; i++) made.add(null);
    }
    const known = columns.get(name);
    if (known) known.add(value);
    else countMore(untyped, name);
  }

  function column(name: string, kind: "categorical" | "relative" | "unit"): ColumnBuilder {
    return entry(columns, name, () => columnBuilder(name, kind));
  }

  return {
    add(text, prediction, more) {
      count++;
      if (text === null) quality.missing++;
      else addText(text);
      if (prediction) addPrediction(prediction);
      for (const [name, value] of Object.entries(more ?? {})) addColumn(name, value);
    },
    endGroup: () => groups?.endGroup(),
    profile() {
      const summary = terms.summary();
      return {
        schemaVersion: 1,
        count,
        columns: [...columns.values()].map((c) => c.column()).sort((a, b) => byCodePoint(a.name, b.name)),
        terms: summary,
        clustering: groups?.clustering(summary, terms.numbers(summary)) ?? null,
        distinctTexts: distinct.sketch(),
        quality: { ...quality },
        topics: topics ?? null,
        confusion: sumCells(
          [...confusion].flatMap(([predicted, row]) =>
            [...row].map(([actual, count]) => ({ predicted, actual, count })),
          ),
        ),
        calibration: [...calibration.values()]
          .map((bins) => ({ ...bins, labelled: [...bins.labelled], positive: [...bins.positive] }))
          .sort((a, b) => byCodePoint(a.class, b.class)),
      };
    },
  };
}

/** By their topics: a watch makes a profile of every window with the same ones. */
const ASSIGNERS = new WeakMap<object, (text: string) => string>();

/** A probability as it is, anything else as missing. */
function asShare(value: number): number | null {
  return value >= 0 && value <= 1 ? value : null;
}

function entry<K, V>(map: KeyedBy<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

interface KeyedBy<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}
