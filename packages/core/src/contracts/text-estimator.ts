import type { Classifier, FitReport } from "./classifier.js";
import type { DecisionRule } from "./decision.js";
import type { RunOptions } from "./run-options.js";
import type { Split } from "./split.js";
import type { AnyVectorizer } from "./vectorizer.js";

/** An unfitted model of texts: what is fitted on a train split, from the texts as they are there to probabilities. */
export interface TextEstimator<F extends FittedTextEstimator = FittedTextEstimator> {
  /** The parameters, JSON-safe, as a run records them. */
  readonly params: Readonly<Record<string, unknown>>;
  /**
   * Its vectorizer and its classifier, where it is made of nothing else. A search fits a vectorizer that several estimators
   * share once. Left out by those that learn more, such as a calibration.
   */
  readonly parts?: { readonly vectorizer: AnyVectorizer; readonly classifier: Classifier } | undefined;
  /** Fits on a train split. Others do not type-check; without types they are refused with `NOT_TRAIN_SPLIT`. */
  fit(train: Split<"train">, run?: RunOptions): Promise<F>;
}

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
