import { seededRandom } from "@imdb/core";
import { integer, optional, optionsOf, seed } from "@imdb/core/options";
import { type CvSplitter, foldsOf, positionsOf, requireRowsPerFold } from "./splitter.js";

/** Options of {@link stratifiedKFold}. */
export interface KFoldOptions {
  /** The number of folds. Default 5. */
  readonly folds?: number;
  /** Seed of a shuffle of the rows within each class. Default: no shuffle, as in scikit-learn. */
  readonly shuffleSeed?: number;
}

/** The schema of {@link KFoldOptions}. */
export const kFoldOptions = optionsOf<KFoldOptions, "shuffleSeed">({
  folds: [5, integer(2)],
  shuffleSeed: optional(seed),
});

/**
 * Folds with the same class shares as all rows, up to one row per class. Without a shuffle they are the folds of
 * scikit-learn's `StratifiedKFold`.
 *
 * @throws `INVALID_OPTION`; `split` throws `TOO_FEW_FOR_FOLDS` when a class has fewer rows than there are folds.
 * @example
 * const [first] = stratifiedKFold({ folds: 2 }).split([0, 0, 1, 1]);
 * Array.from(first!.test); // => [0, 2]
 */
export function stratifiedKFold(options: KFoldOptions = {}): CvSplitter {
  const params = kFoldOptions.resolve(options, "stratifiedKFold");
  const { folds, shuffleSeed } = params;
  return {
    params: { splitter: "stratifiedKFold", ...params },
    split(codes) {
      requireRowsPerFold(codes, folds);
      return foldsOf(assign(codes, folds, shuffleSeed), folds);
    },
  };
}

/** The fold of each row. */
function assign(codes: ArrayLike<number>, folds: number, shuffleSeed: number | undefined): Uint32Array {
  const rowsOf = [...positionsOf(Array.from(codes)).values()];
  // The rows, sorted by class, are assigned to the folds in turn. This decides how many rows of a class each fold gets.
  const allocation = rowsOf.map(() => new Uint32Array(folds));
  let assigned = 0;
  rowsOf.forEach((rows, k) => {
    for (let i = 0; i < rows.length; i++) allocation[k]![assigned++ % folds]!++;
  });
  const assignment = new Uint32Array(codes.length);
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
