import { optionsOf } from "@imdb/core/options";
import { checkVocabulary } from "./check-vocabulary.js";
import { type CountOptions, completeCount, countOptions, countParams } from "./count-options.js";
import { type FittedTerms, fittedTerms } from "./fitted-terms.js";
import { type TermVectorizer, termVectorizer } from "./learned-terms.js";
import type { TermState } from "./state.js";
import { type Weighting, type WeightingOptions, weightingOptions } from "./weighting.js";

/** Options of {@link tfidfVectorizer}. */
export interface TfidfOptions extends CountOptions, WeightingOptions {}

/** The schema of {@link TfidfOptions}. */
export const tfidfOptions = optionsOf<TfidfOptions, "tokenizer">({
  ...countOptions.rules,
  ...weightingOptions.rules,
});

/** A fitted TF-IDF vectorizer. */
export interface FittedTfidf extends FittedTerms {
  readonly kind: "tfidf";
  /** How counts become weights. */
  readonly weighting: Weighting;
  /** Inverse document frequency of each column; ones where `useIdf` is off. */
  readonly idf: Float64Array;
}

/**
 * Learns the vocabulary and document frequencies of a corpus and makes TF-IDF rows.
 *
 * Weights are `tf · idf` with `idf = ln((1 + n) / (1 + df)) + 1` (`smoothIdf`), each row scaled to unit length
 * (`norm`): the same numbers as scikit-learn's `TfidfVectorizer` with the same options, to single precision.
 *
 * @throws `INVALID_OPTION` at once, also for a given term with capitals or accents that texts lose; `EMPTY_VOCABULARY` from `fit` when no term survives `minDf` and `maxDf`.
 * @see Salton & Buckley (1988), Term-weighting approaches in automatic text retrieval.
 * @example
 * const train = withRole("train", ["a good film", "a bad film"]);
 * const { vectorizer, matrix } = await tfidfVectorizer({ ngramRange: [1, 2] }).fitTransform(train);
 * vectorizer.featureNames(); // => ["bad", "bad film", "film", "good", "good film"]
 * matrix.rows; // => 2
 */
export function tfidfVectorizer(options: TfidfOptions = {}): TermVectorizer<FittedTfidf> {
  const resolved = tfidfOptions.resolve(options, "tfidfVectorizer");
  const counting = completeCount(countOptions.pick(resolved));
  checkVocabulary(counting);
  const weighting = weightingOptions.pick(resolved);
  return termVectorizer({
    kind: "tfidf",
    params: { ...countParams(counting), ...weighting },
    options: counting,
    weighting,
    // With a weighting there are always inverse document frequencies.
    finish: (state, idf) => fittedTfidf(state, weighting, idf!),
  });
}

/** Makes a fitted TF-IDF vectorizer. */
export function fittedTfidf(state: TermState, weighting: Weighting, idf: Float64Array): FittedTfidf {
  const params = { ...countParams(state.options), ...weighting };
  const terms = fittedTerms("tfidf", params, state, { ...weighting, idf });
  return { ...terms, kind: "tfidf", weighting, idf };
}
