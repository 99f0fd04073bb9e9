/** The prediction of a model for one text. */
export interface Prediction<L extends string = string> {
  /**
   * By the decision rule of the model; without one the most probable label, and the first in the order of the model where
   * several are equal.
   */
  readonly label: L;
  /** The probability of `label`. */
  readonly confidence: number;
  /**
   * Whether the model abstains: `label` is its best guess then, and must not be acted upon. Only for a model whose decision
   * rule has `abstainBelow`.
   */
  readonly abstained?: boolean;
  /** A probability for every label of the model; they sum to 1. */
  readonly probabilities: Readonly<Record<L, number>>;
  /** The version in the bundle's manifest: the content hash of the model. */
  readonly modelVersion: string;
}

/** The position of a word or n-gram in the text: a half-open range of UTF-16 offsets. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
}

/** The contribution of one feature to the decision for the explained label. */
export interface FeatureContribution {
  readonly feature: string;
  /** The value of the feature in this text, such as its TF-IDF weight. */
  readonly value: number;
  /** The coefficient of the model. */
  readonly weight: number;
  /** `value · weight`: a positive number increases the score of the explained label. */
  readonly contribution: number;
  /** Empty when the vectorizer does not know the positions of its features. */
  readonly occurrences: readonly Occurrence[];
}

/** A prediction with its explanation. The sum of `intercept` and all contributions is the decision value. */
export interface ExplainedPrediction<L extends string = string> extends Prediction<L> {
  /** The label that the contributions explain. */
  readonly explained: L;
  readonly intercept: number;
  /**
   * The decision value of `explained`: log-odds for two classes, else the score before it becomes a probability. Of a softmax,
   * which depends on differences alone, it is the difference from the mean of the
   * classes. Of a calibrated model it is that of its base, before the calibration; `probabilities` are after it.
   */
  readonly decision: number;
  /** In descending order of the absolute value. */
  readonly contributions: readonly FeatureContribution[];
}

/** Options of `explain`. */
export interface ExplainOptions {
  /** Default: the predicted label. */
  readonly label?: string | undefined;
  /** The largest number of contributions. Default: all. */
  readonly limit?: number | undefined;
}
