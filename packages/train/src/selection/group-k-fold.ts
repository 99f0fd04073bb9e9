import { groupFolds } from "@imdb/core";
import { optionsOf } from "@imdb/core/options";
import { type CvSplitter, foldsOf, requireGroups } from "./splitter.js";
import { type KFoldOptions, kFoldOptions } from "./stratified-k-fold.js";

const groupKFoldOptions = optionsOf<Pick<KFoldOptions, "folds">>({ folds: kFoldOptions.rules.folds });

/**
 * Folds that keep every group on one side: the largest groups first, each to the fold with the fewest rows.
 *
 * @param options  `folds`: default 5.
 * @throws `INVALID_OPTION`; on splitting `TOO_FEW_FOR_FOLDS` when there are fewer groups than folds.
 * @see    scikit-learn's `GroupKFold`.
 * @example
 * const [first] = groupKFold({ folds: 2 }).split([0, 1, 0], ["a", "a", "b"]);
 * Array.from(first!.test); // => [0, 1]
 */
export function groupKFold(options: Pick<KFoldOptions, "folds"> = {}): CvSplitter {
  const { folds } = groupKFoldOptions.resolve(options);
  return {
    params: { splitter: "groupKFold", folds },
    split(codes, given) {
      const groups = requireGroups(given, codes.length, folds);
      return foldsOf(groupFolds(groups, { folds }), folds);
    },
  };
}
