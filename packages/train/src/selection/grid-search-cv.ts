import type { RunOptions, Split } from "@imdb/core";
import { allPairs, type SearchOptions, type SearchResult, searchOptions, searchPairs } from "./search.js";

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
 * import type { Split } from "@imdb/core";
 * import { tfidfVectorizer } from "@imdb/features";
 * async function bestOf(reviews: Split<"train">) {
 *   const vectorizers = parameterGrid({ minDf: [1, 2] }, (point) => tfidfVectorizer(point));
 *   const classifiers = parameterGrid({ C: [1, 10] }, (point) => logisticRegression(point));
 *   return (await gridSearchCV({ vectorizers, classifiers, cv: groupKFold() }, reviews)).best;
 * }
 */
export async function gridSearchCV(
  options: SearchOptions,
  train: Split<"train">,
  run: RunOptions = {},
): Promise<SearchResult> {
  const resolved = searchOptions.resolve(options);
  return searchPairs(resolved, allPairs(resolved), train, run);
}
