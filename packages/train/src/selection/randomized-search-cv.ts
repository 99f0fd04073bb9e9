import { type RunOptions, type Split, seededRandom } from "@imdb/core";
import { integer, optionsOf } from "@imdb/core/options";
import { allPairs, type SearchOptions, type SearchResult, searchOptions, searchPairs } from "./search.js";

/** What {@link randomizedSearchCV} takes besides. */
export interface RandomizedOptions extends SearchOptions {
  /** How many combinations; more than there are means all. */
  readonly nIter: number;
}

const randomizedOptions = optionsOf<RandomizedOptions, "cv" | "runner" | "memory">({
  ...searchOptions.rules,
  nIter: integer(1),
});

/**
 * Scores some of the combinations, drawn without replacement by the run's seed.
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
  const pairs = allPairs(search);
  const order = seededRandom(run.seed ?? 0)
    .fork("randomized-search")
    .permutation(pairs.length);
  const drawn = Array.from(order.slice(0, nIter).sort(), (at) => pairs[at]!);
  return searchPairs(search, drawn, train, run);
}
