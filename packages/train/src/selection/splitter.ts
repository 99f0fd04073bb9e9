import { InvalidOption } from "@imdb/core";
import { having } from "@imdb/core/options";
import { TooFewForFolds } from "../errors.js";

/** One fold: row numbers, ascending, to fit on and to evaluate on. */
export interface Fold {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** Divides rows into folds. The same rows give the same folds. */
export interface CvSplitter {
  /** The parameters, JSON-safe, as a run records them. */
  readonly params: Readonly<Record<string, unknown>>;
  /**
   * @param codes   Class of each row.
   * @param groups  What must not stand on both sides of a fold: one name a row.
   * @throws `TOO_FEW_FOR_FOLDS`; `INVALID_OPTION` when groups are needed and missing.
   */
  split(codes: ArrayLike<number>, groups?: readonly string[]): readonly Fold[];
}

/** What a `cv` option must be. */
export const splitter = having<CvSplitter>("a splitter", "split");

/** A splitter that chooses other training rows for each fold. */
export function withTrainRows(
  cv: CvSplitter,
  choose: (train: Uint32Array, codes: ArrayLike<number>) => Uint32Array,
): CvSplitter {
  return {
    params: cv.params,
    split: (codes, groups) =>
      cv.split(codes, groups).map((fold) => ({ ...fold, train: choose(fold.train, codes) })),
  };
}

/** The places of each key, keys in the order in which they first come. */
export function placesOf<K>(keys: readonly K[]): Map<K, number[]> {
  const places = new Map<K, number[]>();
  keys.forEach((key, at) => {
    const known = places.get(key);
    if (known) known.push(at);
    else places.set(key, [at]);
  });
  return places;
}

/** The folds of an assignment of each row to the fold that evaluates it. */
export function foldsOf(assignment: ArrayLike<number>, folds: number): Fold[] {
  return Array.from({ length: folds }, (_, f) => {
    const train: number[] = [];
    const test: number[] = [];
    for (let i = 0; i < assignment.length; i++) (assignment[i] === f ? test : train).push(i);
    return { train: Uint32Array.from(train), test: Uint32Array.from(test) };
  });
}

/** The groups of a splitter that cannot do without. */
export function requireGroups(
  groups: readonly string[] | undefined,
  rows: number,
  folds: number,
): readonly string[] {
  if (groups?.length !== rows) {
    throw InvalidOption.create({
      option: "groups",
      value: groups?.length,
      expected: `one group for each of ${rows} rows`,
    });
  }
  const distinct = new Set(groups).size;
  if (distinct < folds) throw TooFewForFolds.create({ what: "Groups", count: distinct, folds });
  return groups;
}

/** The number of rows of each class; every class needs a row a fold. */
export function requireRowsPerFold(codes: ArrayLike<number>, folds: number): Uint32Array {
  let top = -1;
  for (let i = 0; i < codes.length; i++) top = Math.max(top, codes[i]!);
  const counts = new Uint32Array(top + 1);
  for (let i = 0; i < codes.length; i++) counts[codes[i]!]!++;
  counts.forEach((count, code) => {
    if (count > 0 && count < folds)
      throw TooFewForFolds.create({ what: `Rows of class ${code}`, count, folds });
  });
  if (codes.length < folds) throw TooFewForFolds.create({ what: "Rows", count: codes.length, folds });
  return counts;
}
