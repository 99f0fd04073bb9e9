import { type RunOptions, type Split, seededRandom } from "@imdb/core";
import { integer, optionsOf } from "@imdb/core/options";
import { checkTrainRun } from "../fitting/arguments.js";
import { searchPairs } from "./search.js";
import { allPairs, type SearchOptions, type SearchResult, searchOptions } from "./search-options.js";

/** Options of {@link randomizedSearchCV}. */
export interface RandomizedOptions extends SearchOptions {
  /** The number of combinations to evaluate. If there are fewer, all are evaluated. */
  readonly nIter: number;
}

const randomizedOptions = optionsOf<RandomizedOptions, "cv" | "runner" | "memory">({
  ...searchOptions.rules,
  nIter: integer(1),
});

/**
 * Random search: evaluates a random sample of the combinations, drawn without replacement with the seed of `run`.
 *
 * @throws What `gridSearchCV` throws.
 * @see    Bergstra & Bengio (2012), Random search for hyper-parameter optimization.
 */
export async function randomizedSearchCV(
  options: RandomizedOptions,
  train: Split<"train">,
  run: RunOptions = {},
): Promise<SearchResult> {
  const { nIter, ...search } = randomizedOptions.resolve(options);
  checkTrainRun(train, run);
  const pairs = allPairs(search);
  const order = seededRandom(run.seed ?? 0)
    .fork("randomized-search")
    .permutation(pairs.length);
  const drawn = Array.from(order.slice(0, nIter).sort(), (at) => pairs[at]!);
  return searchPairs(search, drawn, train, run);
}
