import { displayFitted } from "../display/index.js";
import { assertArgument } from "../errors/assert-argument.js";
import type { CsrMatrix } from "../matrix/csr-matrix.js";
import { type Cleaning, cleaningOf, cleaningRecords } from "./cleaning.js";
import type { RunOptions } from "./run-options.js";
import type { TrainLabels, TrainTexts } from "./split.js";

/** An unfitted vectorizer: it learns from texts and cannot transform them into sparse rows yet. */
export interface Vectorizer<F extends FittedVectorizer = FittedVectorizer> {
  /** Distinguishes it from a {@link SupervisedVectorizer}. */
  readonly supervised?: false;
  /** The parameters, JSON-safe, as a run records them. */
  readonly params: Readonly<Record<string, unknown>>;
  /**
   * The same for vectorizers that learn the same from the same texts, and for no others: a search fits them once for a
   * fold. Left out: a vectorizer shares its fit with itself only.
   */
  readonly identity?: string | undefined;
  /** Learns from train texts. Other texts do not type-check; without types they are refused with `NOT_TRAIN_SPLIT`. */
  fit(train: TrainTexts, run?: RunOptions): Promise<F>;
  /** The same as `fit` and then `transform` of the same texts, in one pass. */
  fitTransform(
    train: TrainTexts,
    run?: RunOptions,
  ): Promise<{ readonly vectorizer: F; readonly matrix: CsrMatrix }>;
}

/**
 * A {@link Vectorizer} that learns from labels too: naive-Bayes weights, chi² selection. Like the classifier, it is
 * fitted in each fold separately.
 */
export interface SupervisedVectorizer<F extends FittedVectorizer = FittedVectorizer> {
  /** Distinguishes it from a {@link Vectorizer} at run time. */
  readonly supervised: true;
  /** The parameters, JSON-safe, as a run records them. */
  readonly params: Readonly<Record<string, unknown>>;
  /** As of a {@link Vectorizer}. */
  readonly identity?: string | undefined;
  /** Learns from train texts and their labels, one for each text. */
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
 * Fits a vectorizer of either kind on train texts. Returns it with the matrix of these texts.
 *
 * @param labels  One for each text; required for a {@link SupervisedVectorizer} only.
 * @throws `INVALID_OPTION` for a vectorizer that is none, and the errors of its `fitTransform`.
 */
export function fitVectorizer<F extends FittedVectorizer>(
  vectorizer: AnyVectorizer<F>,
  texts: TrainTexts,
  labels: TrainLabels | undefined,
  run: RunOptions,
): Promise<{ readonly vectorizer: F; readonly matrix: CsrMatrix }> {
  const isVectorizer = typeof Object(vectorizer).fitTransform === "function";
  assertArgument("vectorizer", vectorizer, "a vectorizer", isVectorizer);
  return vectorizer.supervised
    ? vectorizer.fitTransform(texts, labels!, run)
    : vectorizer.fitTransform(texts, run);
}

/**
 * A fitted vectorizer that says how its training texts were cleaned. Every vectorizer returns what it fits through it, so
 * that no model is bundled without the cleaning of its training texts.
 *
 * @param train  The texts that it was fitted on.
 */
export function fittedOn<F extends FittedVectorizer>(train: readonly string[], fitted: F): F {
  const cleaning = cleaningOf(train);
  return displayFitted(cleaning === undefined ? fitted : withCleaning(fitted, cleaningRecords(cleaning)));
}

/** A copy of a fitted vectorizer that says how its training texts were cleaned; an object of a class is changed itself. */
export function withCleaning<F extends object>(fitted: F, cleaning: Cleaning): F {
  const noted = { value: cleaning, enumerable: true };
  const prototype: unknown = Object.getPrototypeOf(fitted);
  if (prototype !== Object.prototype) return Object.defineProperty(fitted, "cleaning", noted);
  return Object.create(Object.prototype, {
    ...Object.getOwnPropertyDescriptors(fitted),
    cleaning: noted,
  }) as F;
}

/** What is not as a user may expect, though nothing failed. Reports of a model show it. */
export interface VectorizerWarning {
  /** What it is, for programs: `UNMATCHABLE_STOP_WORDS`. */
  readonly code: string;
  /** What it is, where, and what to do. */
  readonly message: string;
}

/** A fitted vectorizer. Training and production use the same object. It is immutable. */
export interface FittedVectorizer {
  /** The kind of the codec that writes and reads it. */
  readonly kind: string;
  /** The parameters it was fitted with, JSON-safe. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The number of columns of its matrices. */
  readonly featureCount: number;
  /**
   * How the texts were cleaned that it was fitted on: it takes texts that are cleaned in this way. Left out where that is
   * not known, and by vectorizers that clean texts themselves. `fittedOn` sets it.
   */
  readonly cleaning?: Cleaning | undefined;
  /** Warnings of the fit; left out where there are none, and not kept in a bundle. */
  readonly warnings?: readonly VectorizerWarning[] | undefined;
  /** Returns a matrix, `texts.length × featureCount`, with rows in input order; unknown terms are left out. */
  transform(texts: readonly string[]): CsrMatrix;
  /** The name of each column. */
  featureNames(): readonly string[];
  /**
   * The positions of features in a text, in UTF-16 offsets, for explanations. Left out by vectorizers whose features have
   * no position.
   */
  locate?(text: string): readonly FeatureOccurrence[];
  /**
   * The number of terms in a text by the analysis of this vectorizer, and the number of those that are not in its
   * vocabulary. Terms are its shortest n-grams: words, or pairs for `ngramRange: [2, 2]`. Left out by vectorizers without a
   * vocabulary, such as those that hash.
   */
  countTerms?(text: string): TermCount;
  /** A faster way to the decision values of a linear model. Left out where there is none. */
  readonly linearScorer?: LinearScorer;
}

/** The number of terms in a text, and the number of those that are no feature. */
export interface TermCount {
  readonly total: number;
  readonly unknown: number;
}

/** The weights of a linear model: its decision values of rows `X` are `X·coefᵀ + intercept`. */
export interface LinearWeights {
  /** `outputs × featureCount`, row-major. */
  readonly coef: Float64Array;
  /** One for each output. */
  readonly intercept: Float64Array;
}

/** Returns the decision values of texts, `texts.length × outputs`, row-major. */
export type DecideTexts = (texts: readonly string[]) => Float64Array;

/**
 * Makes a function that returns the decision values of texts without making their matrix. They equal those of the rows of
 * the matrix bit for bit, where each output is summed from its intercept in column order.
 *
 * @throws `SHAPE_MISMATCH` when the weights are for another number of columns; `INVALID_OPTION` for what are no weights.
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
