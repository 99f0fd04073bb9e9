import { checkVocabulary } from "./check-vocabulary.js";
import { type CountOptions, completeCount, countOptions, countParams } from "./count-options.js";
import { type FittedTerms, fittedTerms } from "./fitted-terms.js";
import { type TermVectorizer, termVectorizer } from "./learned-terms.js";
import type { TermState } from "./state.js";

/** A fitted count vectorizer. */
export interface FittedCount extends FittedTerms {
  readonly kind: "count";
}

/**
 * Learns the vocabulary of a corpus and makes rows of term counts. Results are those of scikit-learn's
 * `CountVectorizer` with the same options.
 *
 * @throws `INVALID_OPTION` at once, also for a given term with capitals or accents that texts lose; `EMPTY_VOCABULARY` from `fit` when no term survives `minDf` and `maxDf`.
 * @example
 * const train = withRole("train", ["good, good film"]);
 * const { matrix } = await countVectorizer().fitTransform(train);
 * Array.from(matrix.values); // => [1, 2]
 */
export function countVectorizer(options: CountOptions = {}): TermVectorizer<FittedCount> {
  const counting = completeCount(countOptions.resolve(options, "countVectorizer"));
  checkVocabulary(counting);
  return termVectorizer({
    kind: "count",
    params: countParams(counting),
    options: counting,
    weighting: null,
    finish: fittedCount,
  });
}

/** Makes a fitted count vectorizer. */
export function fittedCount(state: TermState): FittedCount {
  return { ...fittedTerms("count", countParams(state.options), state, null), kind: "count" };
}
