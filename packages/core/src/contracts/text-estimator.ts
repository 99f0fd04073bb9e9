import type { Classifier, FitReport } from "./classifier.js";
import type { DecisionRule } from "./decision.js";
import type { RunOptions } from "./run-options.js";
import type { Split } from "./split.js";
import type { AnyVectorizer } from "./vectorizer.js";

/** What a model of texts is fitted on: a train split, or a dataset, of which it takes the train split. */
export type TrainData<L extends string = string> = Split<"train", L> | { readonly train: Split<"train", L> };

/** An unfitted model of texts: what is fitted on a train split, from the texts as they are there to probabilities. */
export interface TextEstimator<F extends FittedTextEstimator = FittedTextEstimator> {
  /** The parameters, JSON-safe, as a run records them. */
  readonly params: Readonly<Record<string, unknown>>;
  /** As of a {@link Classifier}, for the same texts. */
  readonly identity?: string | undefined;
  /**
   * Its vectorizer and its classifier, where nothing else is fitted. A search fits a vectorizer that several estimators
   * share once. Left out by those that learn more, such as a calibration.
   */
  readonly parts?: { readonly vectorizer: AnyVectorizer; readonly classifier: Classifier } | undefined;
  /** The class, of two, that precision, recall and the threshold are about. Left out: that of the data. */
  readonly positive?: string | undefined;
  /** How probabilities become a label. Left out: the most probable label. */
  readonly decision?: DecisionRule | undefined;
  /** Of types only, no object has it: the labels of the data, which {@link FittedOf} fills in. */
  readonly labelType?: string | undefined;
  /** Of types only, no object has it: what `fit` returns. It may depend on `labelType`. */
  readonly fittedType?: F | undefined;
  /** Fits on a train split. Others do not type-check; without types they are refused with `NOT_TRAIN_SPLIT`. */
  fit(train: TrainData, run?: RunOptions): Promise<F>;
}

/** What an estimator returns when it is fitted on data with the labels `L`. */
export type FittedOf<T extends TextEstimator, L extends string = string> = NonNullable<
  (T & { readonly labelType?: L })["fittedType"]
>;

/** A fitted model of texts. It is immutable. */
export interface FittedTextEstimator {
  /** The label set, in code point order; columns of `predictProba`. */
  readonly classes: readonly string[];
  /** The number of its features. */
  readonly featureCount: number;
  /** The class, of two, that precision, recall and the threshold are about. */
  readonly positive?: string | undefined;
  /** How probabilities become a label. Left out: the most probable label. */
  readonly decision?: DecisionRule | undefined;
  /** Facts about the fit from the solver. */
  readonly report?: FitReport | undefined;
  /** `texts × classes`, row-major, each row sums to 1. Texts of a split are cleaned as their split says, others are not. */
  predictProba(texts: readonly string[]): Float64Array;
}
