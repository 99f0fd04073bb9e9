import { ownFacts, seededRandom } from "@imdb/core";
import { integer, optional, optionsOf, seed } from "@imdb/core/options";
import { ALWAYS_TRAIN, codesToDivide, type SmallClasses, smallClassesRule } from "./small-classes.js";
import { type CvSplitter, foldsOf, positionsOf } from "./splitter.js";

/** Options of {@link stratifiedKFold}. */
export interface KFoldOptions {
  /** The number of folds. Default 5. */
  readonly folds?: number;
  /** Seed of a shuffle of the rows within each class. Default: no shuffle, as in scikit-learn. */
  readonly shuffleSeed?: number;
  /** What is done about a class with fewer rows than folds. Default `"refuse"`. */
  readonly smallClasses?: SmallClasses;
}

/** The schema of {@link KFoldOptions}. */
export const kFoldOptions = optionsOf<KFoldOptions, "shuffleSeed">({
  folds: [5, integer(2)],
  shuffleSeed: optional(seed),
  smallClasses: ["refuse", smallClassesRule],
});

/**
 * Folds with the same class shares as all rows, up to one row per class. Without a shuffle they are the folds of
 * scikit-learn's `StratifiedKFold`.
 *
 * @throws `INVALID_OPTION`; `split` throws `TOO_FEW_FOR_FOLDS` when a class has fewer rows than there are folds and
 *         `smallClasses` is not set.
 * @example
 * const [first] = stratifiedKFold({ folds: 2 }).split([0, 0, 1, 1]);
 * Array.from(first!.test); // => [0, 2]
 */
export function stratifiedKFold(options: KFoldOptions = {}): CvSplitter {
  const params = kFoldOptions.resolve(options, "stratifiedKFold");
  const { folds, shuffleSeed } = params;
  const splitter: CvSplitter = {
    params: { splitter: "stratifiedKFold", ...params },
    identity: JSON.stringify({ splitter: "stratifiedKFold", ...params }),
    split: (codes, _, classes) =>
      foldsOf(assign(codesToDivide(codes, params, classes), folds, shuffleSeed), folds),
  };
  return ownFacts(splitter, "identity");
}

/** The fold of each row; `ALWAYS_TRAIN` for a row of that code. */
function assign(codes: Int32Array, folds: number, shuffleSeed: number | undefined): Int32Array {
  const positions = positionsOf(Array.from(codes));
  positions.delete(ALWAYS_TRAIN);
  const rowsOf = [...positions.values()];
  // The rows, sorted by class, are assigned to the folds in turn. This decides how many rows of a class each fold gets.
  const allocation = rowsOf.map(() => new Uint32Array(folds));
  let assigned = 0;
  rowsOf.forEach((rows, k) => {
    for (let i = 0; i < rows.length; i++) allocation[k]![assigned++ % folds]!++;
  });
  const assignment = new Int32Array(codes.length).fill(ALWAYS_TRAIN);
  const random = shuffleSeed === undefined ? undefined : seededRandom(shuffleSeed);
  rowsOf.forEach((rows, k) => {
    const order = random?.permutation(rows.length);
    let at = 0;
    allocation[k]!.forEach((count, fold) => {
      for (const end = at + count; at < end; at++) assignment[rows[order ? order[at]! : at]!] = fold;
    });
  });
  return assignment;
}
