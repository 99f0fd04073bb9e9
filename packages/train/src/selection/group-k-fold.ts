import { groupFolds, ownFacts } from "@imdb/core";
import { checkOption, numberList, optionsOf } from "@imdb/core/options";
import { type CvSplitter, foldsOf, requireGroups } from "./splitter.js";
import { type KFoldOptions, kFoldOptions } from "./stratified-k-fold.js";

const groupKFoldOptions = optionsOf<Pick<KFoldOptions, "folds">>({ folds: kFoldOptions.rules.folds });

/**
 * Folds in which every group is either in the training rows or in the test rows. The largest group is assigned first,
 * and each group to the fold with the fewest rows.
 *
 * @param options  `folds`: the number of folds. Default 5.
 * @throws `INVALID_OPTION`; `split` throws `TOO_FEW_FOR_FOLDS` when there are fewer groups than folds.
 * @see    scikit-learn's `GroupKFold`.
 * @example
 * const [first] = groupKFold({ folds: 2 }).split([0, 1, 0], ["a", "a", "b"]);
 * Array.from(first!.test); // => [0, 1]
 */
export function groupKFold(options: Pick<KFoldOptions, "folds"> = {}): CvSplitter {
  const { folds } = groupKFoldOptions.resolve(options, "groupKFold");
  const splitter: CvSplitter = {
    params: { splitter: "groupKFold", folds },
    identity: JSON.stringify({ splitter: "groupKFold", folds }),
    split(codes, given) {
      checkOption("codes", codes, numberList);
      const groups = requireGroups(given, codes.length, folds);
      return foldsOf(groupFolds(groups, { folds }), folds);
    },
  };
  return ownFacts(splitter, "identity");
}
