import { integerFrom, type RunOptions, type Split, seededRandom } from "@imdb/core";
import { allPairs } from "./grid-search-cv.js";
import { type SearchOptions, type SearchResult, searchPairs } from "./search.js";

/**
 * Scores some of the combinations, drawn without replacement by the run's seed.
 *
 * @param options  `nIter`: how many; more than there are means all.
 * @throws What `gridSearchCV` throws.
 * @see    Bergstra & Bengio (2012), Random search for hyper-parameter optimization.
 */
export function randomizedSearchCV(
  options: SearchOptions & { readonly nIter: number },
  train: Split<"train">,
  run: RunOptions = {},
): Promise<SearchResult> {
  integerFrom("nIter", options.nIter, 1);
  const pairs = allPairs(options);
  const order = seededRandom(run.seed ?? 0)
    .fork("randomized-search")
    .permutation(pairs.length);
  const drawn = Array.from(order.slice(0, options.nIter).sort(), (at) => pairs[at]!);
  return searchPairs(options, drawn, train, run);
}
