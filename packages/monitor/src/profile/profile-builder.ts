import type { Cleaning, FittedVectorizer } from "@imdb/core";
import { checkOption, integer, oneOf, optional, optionsOf, type Resolved, rule } from "@imdb/core/options";
import type { TopicModel } from "../topics/topic-model.js";
import { type ColumnValue, isColumnValue } from "./column-builder.js";
import {
  cleaningOfRaw,
  type ProfileCleaning,
  runnableCleaning,
  vectorizerOfCleaned,
} from "./profile-cleaning.js";
import {
  addPrediction,
  addText,
  addValue,
  emptyProfile,
  type ProfilePrediction,
  profileOf,
} from "./profile-state.js";
import type { Profile } from "./schema.js";

/** How a profile is made. */
export interface ProfileSettings {
  /**
   * The model's vectorizer. Adds the column `unknownWordShare`: the share of the terms of a text that the vectorizer
   * does not know. The terms are those of the vectorizer itself. A vectorizer without a vocabulary, such as a hashing
   * vectorizer, adds no column.
   */
  readonly vectorizer?: Pick<FittedVectorizer, "countTerms"> | undefined;
  /** The result of `learnTopics`. Adds the column `topic`, and is stored in the profile. */
  readonly topics?: TopicModel | undefined;
  /**
   * The class, of two, that precision, recall, F1 and the column of scores are about. Default: none, without these figures,
   * and the scores of the second class in code point order.
   */
  readonly positive?: string | undefined;
  /**
   * Raw texts are cleaned by these steps first, and the profile records them: as the texts of the reference were cleaned
   * (`model.cleaningSteps`). Default: texts are taken as they are; those of a split are cleaned already, and the profile records it.
   */
  readonly cleaning?: Cleaning | undefined;
  /** Highest number of words whose document frequency is stored. Default 10,000. */
  readonly maxTerms?: number | undefined;
  /**
   * `yes` measures how alike the texts of one group are. All different words are then held in memory. Default `no`.
   */
  readonly grouped?: "yes" | "no" | undefined;
}

/** The schema of {@link ProfileSettings}. */
export const profileSettings = optionsOf<ProfileSettings, "vectorizer" | "topics" | "positive" | "cleaning">({
  // `countTerms` is optional: a hashing vectorizer has none.
  vectorizer: optional(
    rule<Pick<FittedVectorizer, "countTerms">>("a fitted vectorizer", (value) => {
      const { countTerms } = Object(value);
      return value instanceof Object && (countTerms === undefined || typeof countTerms === "function");
    }),
  ),
  topics: optional(
    rule<TopicModel>("the topics of learnTopics", (value) => Array.isArray(Object(value).topics)),
  ),
  positive: optional(
    rule<string>("the name of a class", (value) => typeof value === "string" && value !== ""),
  ),
  cleaning: optional(runnableCleaning),
  maxTerms: [10_000, integer(1, 1 << 20)],
  grouped: ["no", oneOf("yes", "no")],
});

/** Takes records one after another, in bounded memory. */
export interface ProfileBuilder {
  /**
   * Adds a record.
   *
   * @param text        Null when it was not kept.
   * @param prediction  What the model predicted for the text.
   * @param columns     Values of further columns. The first value of a column that is not null decides its type.
   * @throws `INVALID_OPTION`
   */
  add(
    text: string | null,
    prediction?: ProfilePrediction | undefined,
    columns?: Readonly<Record<string, ColumnValue>> | undefined,
  ): void;
  /** The profile of the records so far. */
  profile(): Profile;
  /** Ends a group: the records since the last call belong together. For builders with `grouped: "yes"`. */
  endGroup(): void;
}

/**
 * Makes a profile without records.
 *
 * @throws `INVALID_OPTION`
 */
export function profileBuilder(settings: ProfileSettings = {}): ProfileBuilder {
  return builderOf(profileSettings.resolve(settings, "profileBuilder"));
}

/** The settings of a profile that are checked. */
export type CheckedSettings = Resolved<ProfileSettings, "vectorizer" | "topics" | "positive" | "cleaning">;

/**
 * {@link profileBuilder} for settings that are checked.
 *
 * @param cleaned  How the texts are cleaned. Default: they are raw.
 */
export function builderOf(
  { vectorizer: given, cleaning: steps, ...rest }: CheckedSettings,
  { cleaning, clean }: ProfileCleaning = cleaningOfRaw(steps),
): ProfileBuilder {
  const vectorizer = vectorizerOfCleaned(given, cleaning);
  const countTerms = vectorizer?.countTerms?.bind(vectorizer);
  const state = emptyProfile({ ...rest, ...(cleaning && { cleaning }), countTerms });
  return {
    add(text, prediction, columns) {
      checkOption("text", text, nullableText, "a record");
      if (prediction !== undefined) checkOption("prediction", prediction, predictionRule, "a record");
      const values = columns === undefined ? [] : checkOption("columns", columns, columnValues, "a record");
      state.count++;
      if (text === null) state.quality.missing++;
      else addText(state, clean ? clean(text) : text);
      if (prediction) addPrediction(state, prediction);
      for (const [name, value] of Object.entries(values)) addValue(state, name, value as ColumnValue);
    },
    endGroup: () => state.clustering?.endGroup(),
    profile: () => profileOf(state),
  };
}

const nullableText = rule<string | null>(
  "a text or null",
  (text) => text === null || typeof text === "string",
);

const columnValues = rule<Readonly<Record<string, ColumnValue>>>(
  "numbers, texts, booleans or null by column name",
  (value) => Object(value) === value && Object.values(value as object).every(isColumnValue),
);

/** The rule of a {@link ProfilePrediction}. */
export const predictionRule = rule<ProfilePrediction>("an object with label and probabilities", (value) => {
  const { label, probabilities, actual, abstained } = Object(value) as Partial<ProfilePrediction>;
  return (
    typeof label === "string" &&
    typeof probabilities === "object" &&
    probabilities !== null &&
    (actual === undefined || typeof actual === "string") &&
    (abstained === undefined || typeof abstained === "boolean")
  );
});
