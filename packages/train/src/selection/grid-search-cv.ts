import type { RunOptions, Split } from "@imdb/core";
import { type Pair, type SearchOptions, type SearchResult, searchPairs } from "./search.js";

/**
 * Scores every vectorizer with every classifier by cross-validation.
 *
 * The vectorizer is fitted inside each fold, once for all classifiers. The result does not depend on the
 * runner, its number of threads, or on whether folds came from memory.
 *
 * @param train  A train split; nothing else is looked at.
 * @throws `INVALID_OPTION`, `TOO_FEW_FOR_FOLDS`, `CANCELLED`, and what the vectorizers and classifiers throw.
 * @see    scikit-learn's `GridSearchCV`.
 * @example
 * const { best } = await gridSearchCV({
 *   vectorizers: parameterGrid({ minDf: [1, 2] }, tfidfVectorizer),
 *   classifiers: parameterGrid({ C: [1, 10] }, logisticRegression),
 *   cv: stratifiedGroupKFold({ folds: 5 }),
 * }, train);
 */
export function gridSearchCV(
  options: SearchOptions,
  train: Split<"train">,
  run: RunOptions = {},
): Promise<SearchResult> {
  return searchPairs(options, allPairs(options), train, run);
}

/** Every vectorizer with every classifier. */
export function allPairs({ vectorizers, classifiers }: SearchOptions): Pair[] {
  return vectorizers.flatMap((_, v) => classifiers.map((__, c) => [v, c] as const));
}
