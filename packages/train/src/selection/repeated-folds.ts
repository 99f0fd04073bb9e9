import { seededRandom } from "@imdb/core";
import { integer, optionsOf, seed } from "@imdb/core/options";
import type { CvSplitter } from "./splitter.js";
import { stratifiedGroupKFold } from "./stratified-group-k-fold.js";
import { type KFoldOptions, stratifiedKFold } from "./stratified-k-fold.js";

/** What repeated folds take. */
export interface RepeatedFoldsOptions {
  /** Folds of each repetition. Default 5. */
  readonly folds?: number;
  /** How often all rows are divided anew. Default 10. */
  readonly repeats?: number;
  /** Gives every repetition a shuffle of its own. Default 0. */
  readonly seed?: number;
}

const repeatedFoldsOptions = optionsOf<RepeatedFoldsOptions>({
  folds: [5, integer(2)],
  repeats: [10, integer(1)],
  seed: [0, seed],
});

/**
 * Stratified folds over again, each time after another shuffle: `folds · repeats` of them, for means with less
 * chance in them than one division has.
 *
 * @throws `INVALID_OPTION`; on splitting as `stratifiedKFold`.
 * @see    scikit-learn's `RepeatedStratifiedKFold`.
 * @example
 * repeatedStratifiedKFold({ folds: 2, repeats: 3 }).split([0, 0, 1, 1]).length; // => 6
 */
export function repeatedStratifiedKFold(options: RepeatedFoldsOptions = {}): CvSplitter {
  return repeated("repeatedStratifiedKFold", stratifiedKFold, options);
}

/**
 * The same with every group on one side of each fold: `stratifiedGroupKFold` repeated.
 *
 * @throws `INVALID_OPTION`; on splitting as `stratifiedGroupKFold`.
 * @example
 * const cv = repeatedStratifiedGroupKFold({ folds: 2, repeats: 2, seed: 1 });
 * cv.split([0, 1, 0, 1], ["a", "a", "b", "b"]).length; // => 4
 */
export function repeatedStratifiedGroupKFold(options: RepeatedFoldsOptions = {}): CvSplitter {
  return repeated("repeatedStratifiedGroupKFold", stratifiedGroupKFold, options);
}

function repeated(
  name: string,
  once: (options: KFoldOptions) => CvSplitter,
  options: RepeatedFoldsOptions,
): CvSplitter {
  const params = repeatedFoldsOptions.resolve(options);
  const { folds, repeats, seed } = params;
  const random = seededRandom(seed).fork(name);
  const splitters = Array.from({ length: repeats }, () =>
    once({ folds, shuffleSeed: Math.floor(random.next() * 2 ** 32) }),
  );
  return {
    params: { splitter: name, ...params },
    split: (codes, groups) => splitters.flatMap((splitter) => splitter.split(codes, groups)),
  };
}
