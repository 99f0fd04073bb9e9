import { assertObject } from "../errors/assert-argument.js";
import type { CsrMatrix } from "../matrix/csr-matrix.js";
import type { RunOptions } from "./run-options.js";
import type { TrainLabels, TrainTexts } from "./split.js";

/** Turns texts into sparse rows. Not fitted: it cannot transform. */
export interface Vectorizer<F extends FittedVectorizer = FittedVectorizer> {
  /** Tells it from a {@link SupervisedVectorizer}. */
  readonly supervised?: false;
  /** The parameters, JSON-safe, as a run records them. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Learns from train texts. Other texts do not type-check; where types are lost: `NOT_TRAIN_SPLIT`. */
  fit(train: TrainTexts, run?: RunOptions): Promise<F>;
  /** The same as `fit` and then `transform` of the same texts, in one pass. */
  fitTransform(
    train: TrainTexts,
    run?: RunOptions,
  ): Promise<{ readonly vectorizer: F; readonly matrix: CsrMatrix }>;
}

/**
 * A {@link Vectorizer} that learns from labels too: naive-Bayes weights, chi² selection. It is fitted inside
 * each fold, like the classifier.
 */
export interface SupervisedVectorizer<F extends FittedVectorizer = FittedVectorizer> {
  /** Tells it from a {@link Vectorizer} at run time. */
  readonly supervised: true;
  /** The parameters, JSON-safe, as a run records them. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Learns from train texts and their labels, one a text. */
  fit(train: TrainTexts, labels: TrainLabels, run?: RunOptions): Promise<F>;
  /** The same as `fit` and then `transform` of the same texts, in one pass. */
  fitTransform(
    train: TrainTexts,
    labels: TrainLabels,
    run?: RunOptions,
  ): Promise<{ readonly vectorizer: F; readonly matrix: CsrMatrix }>;
}

/** A vectorizer that learns from texts alone, or from their labels too. */
export type AnyVectorizer<F extends FittedVectorizer = FittedVectorizer> =
  | Vectorizer<F>
  | SupervisedVectorizer<F>;

/**
 * Fits either kind of vectorizer on train texts and returns their matrix with it.
 *
 * @param labels  One a text; may be left out only where the vectorizer does not ask for them.
 */
export function fitVectorizer<F extends FittedVectorizer>(
  vectorizer: AnyVectorizer<F>,
  texts: TrainTexts,
  labels: TrainLabels | undefined,
  run: RunOptions,
): Promise<{ readonly vectorizer: F; readonly matrix: CsrMatrix }> {
  assertObject("vectorizer", vectorizer, "a vectorizer");
  return vectorizer.supervised
    ? vectorizer.fitTransform(texts, labels!, run)
    : vectorizer.fitTransform(texts, run);
}

/** A fitted vectorizer: the one object that serves training and production. It does not change. */
export interface FittedVectorizer {
  /** Names the codec that writes and reads it in a bundle. */
  readonly kind: string;
  /** The parameters it was fitted with, JSON-safe. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Columns of the matrices it makes. */
  readonly featureCount: number;
  /** `texts.length × featureCount`, rows in input order; unknown terms are left out. */
  transform(texts: readonly string[]): CsrMatrix;
  /** The name of each column. */
  featureNames(): readonly string[];
  /**
   * Where the features of a text stand in it, in UTF-16 offsets, for explanations. Left out by vectorizers
   * whose features have no place.
   */
  locate?(text: string): readonly FeatureOccurrence[];
  /**
   * How many terms of a text there are by the vectorizer's own analysis, and how many of them it does not know.
   * Terms are its shortest n-grams: words, or pairs for `ngramRange: [2, 2]`. Left out by vectorizers that know no
   * terms, such as those that hash.
   */
  countTerms?(text: string): TermCount;
  /** A quicker way to what a linear model makes of texts. Left out where there is none. */
  readonly linearScorer?: LinearScorer;
}

/** How many terms a text has, and how many of them are no feature. */
export interface TermCount {
  readonly total: number;
  readonly unknown: number;
}

/** The weights of a linear model: what it decides of rows `X` is `X·coefᵀ + intercept`. */
export interface LinearWeights {
  /** `outputs × featureCount`, row-major. */
  readonly coef: Float64Array;
  /** One an output. */
  readonly intercept: Float64Array;
}

/** Gives decision values of texts, `texts.length × outputs`, row-major. */
export type DecideTexts = (texts: readonly string[]) => Float64Array;

/**
 * Makes the function that decides texts without making their matrix. Its numbers are, bit for bit, those of the
 * matrix's rows, each output summed from its intercept in column order.
 *
 * @throws `SHAPE_MISMATCH` when the weights are of another number of columns.
 */
export type LinearScorer = (weights: LinearWeights) => DecideTexts;

/** One occurrence of a feature: column, and the half-open range of UTF-16 offsets in the original text. */
export interface FeatureOccurrence {
  /** Its column. */
  readonly feature: number;
  /** First UTF-16 unit. */
  readonly start: number;
  /** One past the last UTF-16 unit. */
  readonly end: number;
}
