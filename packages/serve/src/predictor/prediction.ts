/** What a model says of one text. */
export interface Prediction<L extends string = string> {
  /** The most probable label; of equals, the first in the model's order. */
  readonly label: L;
  /** A probability for every label of the model; they sum to 1. */
  readonly probabilities: Readonly<Record<L, number>>;
  /** The version in the bundle's manifest: the content hash of the model. */
  readonly modelVersion: string;
}

/** Where a word or n-gram stands in the text, in UTF-16 offsets, half open. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
}

/** What one feature adds to the decision for the explained label. */
export interface FeatureContribution {
  readonly feature: string;
  /** The feature's value in this text: its TF-IDF weight, say. */
  readonly value: number;
  /** The model's coefficient. */
  readonly weight: number;
  /** `value · weight`: positive speaks for the explained label. */
  readonly contribution: number;
  /** Empty when the vectorizer cannot tell where its features stand. */
  readonly occurrences: readonly Occurrence[];
}

/** A prediction with its reasons. `intercept` and all contributions sum to the decision value. */
export interface ExplainedPrediction<L extends string = string> extends Prediction<L> {
  /** The label the contributions speak for or against. */
  readonly explained: L;
  readonly intercept: number;
  /** Log-odds (two classes) or score of `explained` before it became a probability. */
  readonly decision: number;
  /** The strongest first, by absolute value. */
  readonly contributions: readonly FeatureContribution[];
}

/** What an explanation may leave out. */
export interface ExplainOptions {
  /** Default: the predicted label. */
  readonly label?: string | undefined;
  /** How many contributions to give. Default: all. */
  readonly limit?: number | undefined;
}
