import { ownFacts, seededRandom } from "@imdb/core";
import { integer, optionsOf, seed } from "@imdb/core/options";
import { type SmallClasses, smallClassesRule } from "./small-classes.js";
import type { CvSplitter } from "./splitter.js";
import { stratifiedGroupKFold } from "./stratified-group-k-fold.js";
import { type KFoldOptions, stratifiedKFold } from "./stratified-k-fold.js";

/** Options of repeated folds. */
export interface RepeatedFoldsOptions {
  /** Number of folds of each repetition. Default 5. */
  readonly folds?: number;
  /** Number of repetitions. Default 10. */
  readonly repeats?: number;
  /** Seed of the shuffles; each repetition has its own shuffle. Default 0. */
  readonly seed?: number;
  /** What is done about a class with fewer rows than folds. Default `"refuse"`. */
  readonly smallClasses?: SmallClasses;
}

const repeatedFoldsOptions = optionsOf<RepeatedFoldsOptions>({
  folds: [5, integer(2)],
  repeats: [10, integer(1)],
  seed: [0, seed],
  smallClasses: ["refuse", smallClassesRule],
});

/**
 * Repeated stratified folds, each repetition after another shuffle: `folds · repeats` folds. The mean over them varies
 * less than the mean over one repetition.
 *
 * @throws `INVALID_OPTION`; `split` throws what that of `stratifiedKFold` throws.
 * @see    scikit-learn's `RepeatedStratifiedKFold`.
 * @example
 * repeatedStratifiedKFold({ folds: 2, repeats: 3 }).split([0, 0, 1, 1]).length; // => 6
 */
export function repeatedStratifiedKFold(options: RepeatedFoldsOptions = {}): CvSplitter {
  return repeated("repeatedStratifiedKFold", stratifiedKFold, options);
}

/**
 * Repeated folds of `stratifiedGroupKFold`, each repetition after another shuffle.
 *
 * @throws `INVALID_OPTION`; `split` throws what that of `stratifiedGroupKFold` throws.
 * @example
 * const cv = repeatedStratifiedGroupKFold({ folds: 2, repeats: 2, seed: 1 });
 * cv.split([0, 1, 0, 1], ["a", "a", "b", "b"]).length; // => 4
 */
export function repeatedStratifiedGroupKFold(options: RepeatedFoldsOptions = {}): CvSplitter {
  return repeated("repeatedStratifiedGroupKFold", stratifiedGroupKFold, options);
}

function repeated(
  name: string,
  makeSplitter: (options: KFoldOptions) => CvSplitter,
  options: RepeatedFoldsOptions,
): CvSplitter {
  const params = repeatedFoldsOptions.resolve(options);
  const { folds, repeats, seed, smallClasses } = params;
  const random = seededRandom(seed).fork(name);
  const splitters = Array.from({ length: repeats }, () =>
    makeSplitter({ folds, shuffleSeed: Math.floor(random.next() * 2 ** 32), smallClasses }),
  );
  const splitter: CvSplitter = {
    params: { splitter: name, ...params },
    identity: JSON.stringify({ splitter: name, ...params }),
    split: (codes, groups, classes) =>
      splitters.flatMap((splitter) => splitter.split(codes, groups, classes)),
  };
  return ownFacts(splitter, "identity");
}
