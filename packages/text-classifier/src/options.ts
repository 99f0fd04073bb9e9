import type { AnyVectorizer, Classifier, Codec, DecisionRule } from "@imdb/core";
import { anObject, having, listOf, optional, optionsOf, text } from "@imdb/core/options";
import type { CleaningStep } from "@imdb/data-pipeline/cleaning";
import type { DecidedOptions } from "@imdb/measures";
import type { CalibratedOptions } from "@imdb/train";
import type { OwnParts } from "./codecs.js";

/** Options of {@link textClassifier}. */
export interface TextClassifierOptions extends OwnParts {
  /** Turns texts into rows of features. Not fitted. */
  readonly vectorizer: AnyVectorizer;
  /** Learns the labels of the rows. Not fitted. */
  readonly classifier: Classifier;
  /**
   * The class, of two, that precision, recall and the threshold are about. Default: that of the data
   * (`createPipeline({ positive })`); without one, a metric that needs it is refused.
   */
  readonly positive?: string | undefined;
  /** How probabilities become a label. Default: the most probable label. */
  readonly decision?: DecisionRule | undefined;
  /**
   * Calibrates the probabilities on out-of-fold predictions of the train split. The vectorizer is fitted in each fold too,
   * so it may learn from labels. Default: none. With `calibratedClassifier` as the classifier only that is fitted in each
   * fold, on rows of features of the whole split, which is faster.
   */
  readonly calibration?: CalibratedOptions | undefined;
  /** The name of the model, for registries and pages. Default `"text-classifier"`. */
  readonly name?: string | undefined;
}

/** {@link TextClassifierOptions} with a decision rule that never abstains. */
export interface DecidedTextClassifierOptions extends TextClassifierOptions {
  readonly decision?: DecidedOptions["decision"];
}

/** The schema of {@link TextClassifierOptions}. */
export const textClassifierOptions = optionsOf<
  TextClassifierOptions,
  "positive" | "decision" | "calibration" | "codecs" | "cleaning"
>({
  vectorizer: having<AnyVectorizer>("a vectorizer that is not fitted", "fitTransform"),
  classifier: having<Classifier>("a classifier that is not fitted", "fit"),
  positive: optional(text),
  decision: optional(anObject<DecisionRule>("a decision rule: { threshold }, { costs } or { abstainBelow }")),
  calibration: optional(anObject<CalibratedOptions>("options of a calibration: { method, cv }")),
  name: ["text-classifier", text],
  codecs: optional(listOf(having<Codec>("a codec", "encode"))),
  cleaning: optional(listOf(having<CleaningStep>("a cleaning step", "apply"))),
});
