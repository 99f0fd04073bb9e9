import type { RunOptions, Split } from "@imdb/core";
import { checkTrainRun } from "../fitting/arguments.js";
import { searchPairs } from "./search.js";
import { allPairs, type SearchOptions, type SearchResult, searchOptions } from "./search-options.js";

/**
 * Grid search: evaluates every combination of a vectorizer and a classifier by cross-validation.
 *
 * In each fold the vectorizer is fitted once for all classifiers. The result does not depend on the runner, on its number
 * of threads, or on whether scores came from `memory`.
 *
 * @param train  A train split. No other data is used.
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
  checkTrainRun(train, run);
  return searchPairs(resolved, allPairs(resolved), train, run);
}
