import { type FittedOf, type RunOptions, seededRandom, type TextEstimator, type TrainData } from "@imdb/core";
import { integer, optionsOf } from "@imdb/core/options";
import { scoreCandidates } from "./search.js";
import {
  isTextSearch,
  type SearchOptions,
  type SearchResult,
  searchOptions,
  type TextSearchOptions,
  type TextSearchResult,
  textSearchOptions,
  type UnsetSettings,
} from "./search-options.js";
import { searchSpace } from "./search-space.js";

/** Options of {@link randomizedSearchCV}. */
export interface RandomizedOptions extends SearchOptions {
  /** The number of candidates to evaluate. If there are fewer, all are evaluated. */
  readonly nIter: number;
}

type TextOptions<T extends TextEstimator = TextEstimator> = TextSearchOptions<T> &
  Pick<RandomizedOptions, "nIter">;

const pairOptions = optionsOf<RandomizedOptions, UnsetSettings>({
  ...searchOptions.rules,
  nIter: integer(1),
});
const textOptions = optionsOf<TextOptions, UnsetSettings>({
  ...textSearchOptions.rules,
  nIter: integer(1),
});

/**
 * Random search: evaluates a random sample of the candidates, drawn without replacement with the seed of `run`.
 *
 * @throws What `gridSearchCV` throws.
 * @see    Bergstra & Bengio (2012), Random search for hyper-parameter optimization.
 */
export function randomizedSearchCV<T extends TextEstimator, L extends string>(
  options: TextOptions<T>,
  train: TrainData<L>,
  run?: RunOptions,
): Promise<TextSearchResult<FittedOf<T, L>, T>>;
export function randomizedSearchCV(
  options: RandomizedOptions,
  train: TrainData,
  run?: RunOptions,
): Promise<SearchResult>;
export async function randomizedSearchCV(
  options: RandomizedOptions | TextOptions,
  train: TrainData,
  run: RunOptions = {},
): Promise<SearchResult | TextSearchResult> {
  const resolved = isTextSearch(options) ? textOptions.resolve(options) : pairOptions.resolve(options);
  const { nIter, ...search } = resolved;
  const { settings, candidates, data, finish } = searchSpace(search, train, run);
  const order = seededRandom(run.seed ?? 0)
    .fork("randomized-search")
    .permutation(candidates.length);
  const drawn = Array.from(order.slice(0, nIter).sort(), (at) => candidates[at]!);
  return finish(await scoreCandidates(settings, drawn, data, run));
}
