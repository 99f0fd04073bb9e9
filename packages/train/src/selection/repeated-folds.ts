import { integerFrom, seededRandom } from "@imdb/core";
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
  { folds = 5, repeats = 10, seed = 0 }: RepeatedFoldsOptions,
): CvSplitter {
  integerFrom("folds", folds, 2);
  integerFrom("repeats", repeats, 1);
  const random = seededRandom(seed).fork(name);
  const splitters = Array.from({ length: repeats }, () =>
    once({ folds, shuffleSeed: Math.floor(random.next() * 2 ** 32) }),
  );
  return {
    params: { splitter: name, folds, repeats, seed },
    split: (codes, groups) => splitters.flatMap((splitter) => splitter.split(codes, groups)),
  };
}
