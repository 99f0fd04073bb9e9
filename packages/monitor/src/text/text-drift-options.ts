import type { Classifier, Vectorizer } from "@imdb/core";
import { having, integer, type OptionRules, optional, optionsOf, rule, within } from "@imdb/core/options";
import * as z from "zod";
import { matching, nullableTextList, textList } from "../checks/rules.js";

/** The results of a domain classifier for windows that differ in their groups alone; JSON-safe. */
export const textDriftBaselineSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Number of texts in each window. */
  windowSize: z.int().min(1),
  /** Area under the ROC curve of each draw. */
  rocAucs: z.array(z.number().min(0).max(1)).min(2),
  seed: z.int().min(0),
});

/** @see {@link textDriftBaselineSchema} */
export type TextDriftBaseline = z.infer<typeof textDriftBaselineSchema>;

/** Two windows of texts, and how they are told apart. */
export type TextDriftOptions = TextDriftSettings & KnownVariation;

/**
 * What is known about groups of texts. Texts of one group (a movie, a product, an author) are alike, so two windows can
 * be told apart by names alone, without drift. Pass the groups of both windows; or, when only those of the reference
 * are known, a baseline.
 */
export type KnownVariation =
  | {
      /** The group of each text; null for a text without a group. All texts of a group are in the same fold. */
      readonly groups?: TextGroups | undefined;
      readonly baseline?: undefined;
    }
  | {
      /** The result of {@link textDriftBaseline}: areas for windows that differ in their groups alone. */
      readonly baseline?: TextDriftBaseline | undefined;
      readonly groups?: undefined;
    };

/** The group of each text. */
export interface TextGroups {
  readonly reference: readonly (string | null)[];
  readonly current: readonly (string | null)[];
}

/** @see {@link TextDriftOptions} */
export interface TextDriftSettings {
  readonly reference: readonly string[];
  readonly current: readonly string[];
  /** Fitted on the texts of both windows together; it does not see which window a text is in. */
  readonly vectorizer: Vectorizer;
  /** Fitted on all folds but one, and evaluated on that one. Only a linear classifier can list its terms. */
  readonly classifier: Classifier;
  /** Number of folds. Default 5. */
  readonly folds?: number | undefined;
  /** Highest number of texts of each window; more are sampled. Default 5,000. */
  readonly maxTexts?: number | undefined;
  /**
   * The texts have drifted when the area is above this and significant. Default 0.55 for a reference of more than 1,000
   * texts, else 0.5.
   */
  readonly threshold?: number | undefined;
  /** Probability of an alarm when nothing has changed. Default 0.05. */
  readonly significance?: number | undefined;
  /** Highest number of terms in the result. Default 30. */
  readonly maxTerms?: number | undefined;
}

/** The rules of {@link TextDriftSettings}. */
export const textDriftRules: OptionRules<TextDriftSettings> = {
  reference: textList,
  current: textList,
  vectorizer: having<Vectorizer>("a vectorizer that is not fitted", "fitTransform"),
  classifier: having<Classifier>("a classifier that is not fitted", "fit"),
  folds: [5, integer(2, 100)],
  maxTexts: [5000, integer(1, 1 << 30)],
  threshold: optional(within(0, 1)),
  significance: [0.05, within(0, 1)],
  maxTerms: [30, integer(0)],
};

interface CheckedOptions extends TextDriftSettings {
  readonly groups?: TextGroups | undefined;
  readonly baseline?: TextDriftBaseline | undefined;
}

/** The schema of {@link TextDriftOptions}. */
export const textDriftOptions = optionsOf<CheckedOptions, "threshold" | "groups" | "baseline">({
  ...textDriftRules,
  groups: optional(
    rule<TextGroups>("an object with the groups of reference and current", (value) => {
      const { reference, current } = Object(value);
      return nullableTextList.accepts(reference) && nullableTextList.accepts(current);
    }),
  ),
  baseline: optional(matching("the result of textDriftBaseline", textDriftBaselineSchema)),
});
