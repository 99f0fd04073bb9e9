import type { FittedOf, RunOptions, TextEstimator, TrainData } from "@imdb/core";
import { scoreCandidates } from "./search.js";
import {
  isTextSearch,
  type SearchOptions,
  type SearchResult,
  searchOptions,
  type TextSearchOptions,
  type TextSearchResult,
  textSearchOptions,
} from "./search-options.js";
import { searchSpace } from "./search-space.js";

/**
 * Grid search: evaluates every candidate by cross-validation. Candidates are estimators of texts (`textClassifier`), and
 * the best one is returned fitted on the whole train split; or they are all combinations of a vectorizer and a classifier.
 *
 * In each fold a vectorizer is fitted once for all candidates that have it, also where it was made again with the same
 * options (`identity`). Figures of the two ways are the same. The result does not depend on the runner, on its number
 * of threads, or on whether scores came from `memory`.
 *
 * @param train  A train split, or a dataset, of which the train split is used. No other data is used.
 * @throws `NOT_TRAIN_SPLIT`, `INVALID_OPTION`, `TOO_FEW_FOR_FOLDS`, `CANCELLED`, and what the vectorizers and classifiers throw.
 * @see    scikit-learn's `GridSearchCV`.
 * @example
 * import type { Split } from "@imdb/core";
 * import { tfidfVectorizer } from "@imdb/features";
 * import { textClassifier } from "@imdb/text-classifier";
 * async function labelOf(text: string, reviews: Split<"train", "neg" | "pos">) {
 *   const estimators = parameterGrid({ minDf: [1, 2], C: [1, 10] }, ({ minDf, C }) =>
 *     textClassifier({ vectorizer: tfidfVectorizer({ minDf }), classifier: logisticRegression({ C }) }),
 *   );
 *   const search = await gridSearchCV({ estimators, cv: groupKFold() }, reviews);
 *   return search.best.predict(text).label;
 * }
 * async function bestPairOf(reviews: Split<"train">) {
 *   const vectorizers = parameterGrid({ minDf: [1, 2] }, (point) => tfidfVectorizer(point));
 *   const classifiers = parameterGrid({ C: [1, 10] }, (point) => logisticRegression(point));
 *   const { best, vectorizer, classifier } = await gridSearchCV({ vectorizers, classifiers }, reviews);
 *   return { scores: best.mean, vectorizer, classifier };
 * }
 */
export function gridSearchCV<T extends TextEstimator, L extends string>(
  options: TextSearchOptions<T>,
  train: TrainData<L>,
  run?: RunOptions,
): Promise<TextSearchResult<FittedOf<T, L>, T>>;
export function gridSearchCV(
  options: SearchOptions,
  train: TrainData,
  run?: RunOptions,
): Promise<SearchResult>;
export async function gridSearchCV(
  options: SearchOptions | TextSearchOptions,
  train: TrainData,
  run: RunOptions = {},
): Promise<SearchResult | TextSearchResult> {
  const resolved = isTextSearch(options)
    ? textSearchOptions.resolve(options)
    : searchOptions.resolve(options);
  const { settings, candidates, data, finish } = searchSpace(resolved, train, run);
  return finish(await scoreCandidates(settings, candidates, data, run));
}
