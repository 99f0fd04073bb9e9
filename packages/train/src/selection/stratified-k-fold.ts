import { seededRandom } from "@imdb/core";
import { integer, optional, optionsOf, seed } from "@imdb/core/options";
import { type CvSplitter, foldsOf, placesOf, requireRowsPerFold } from "./splitter.js";

/** What {@link stratifiedKFold} takes. */
export interface KFoldOptions {
  /** Default 5. */
  readonly folds?: number;
  /** Shuffles rows within their class with this seed. Left out: rows stay in order, as scikit-learn's default. */
  readonly shuffleSeed?: number;
}

/** The schema of {@link KFoldOptions}. */
export const kFoldOptions = optionsOf<KFoldOptions, "shuffleSeed">({
  folds: [5, integer(2)],
  shuffleSeed: optional(seed),
});

/**
 * Folds with the class shares of the whole, within a row.
 *
 * Without a seed the folds are those of scikit-learn's `StratifiedKFold`.
 *
 * @throws `INVALID_OPTION`; on splitting `TOO_FEW_FOR_FOLDS` when a class has fewer rows than there are folds.
 * @example
 * const [first] = stratifiedKFold({ folds: 2 }).split([0, 0, 1, 1]);
 * Array.from(first!.test); // => [0, 2]
 */
export function stratifiedKFold(options: KFoldOptions = {}): CvSplitter {
  const params = kFoldOptions.resolve(options);
  const { folds, shuffleSeed } = params;
  return {
    params: { splitter: "stratifiedKFold", ...params },
    split(codes) {
      requireRowsPerFold(codes, folds);
      return foldsOf(assign(codes, folds, shuffleSeed), folds);
    },
  };
}

function assign(codes: ArrayLike<number>, folds: number, shuffleSeed: number | undefined): Uint32Array {
  const rowsOf = [...placesOf(Array.from(codes)).values()];
  // Deal the rows, sorted by class, to the folds in turn: fold f gets of each class what falls to it.
  const allocation = rowsOf.map(() => new Uint32Array(folds));
  let dealt = 0;
  rowsOf.forEach((rows, k) => {
    for (let i = 0; i < rows.length; i++) allocation[k]![dealt++ % folds]!++;
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
