import { InvalidOption } from "@imdb/core";
import { checkOption, having, numberList, rule } from "@imdb/core/options";
import { TooFewForFolds } from "../errors.js";

/** One fold: the row numbers of its training rows and of its test rows, ascending. */
export interface Fold {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** A cross-validation splitter: divides rows into folds. The same rows always get the same folds. */
export interface CvSplitter {
  /** The parameters, which a run records. JSON-safe. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The same for splitters that divide the same rows into the same folds, and for no others. Left out: not known. */
  readonly identity?: string | undefined;
  /**
   * Divides rows into folds.
   *
   * @param codes   The class code of each row.
   * @param groups  The group of each row. A splitter by groups keeps each group on one side of a fold.
   * @param classes The names of the classes, for errors. Default: their codes.
   * @throws `TOO_FEW_FOR_FOLDS`; `INVALID_OPTION` when groups are needed and missing.
   */
  split(codes: ArrayLike<number>, groups?: readonly string[], classes?: readonly string[]): readonly Fold[];
}

/** The rule of the option `cv`. */
export const splitter = having<CvSplitter>("a splitter", "split");

/** A splitter whose folds have other training rows, chosen by a function. */
export function withTrainRows(
  cv: CvSplitter,
  choose: (train: Uint32Array, codes: ArrayLike<number>) => Uint32Array,
): CvSplitter {
  return {
    params: cv.params,
    split: (codes, groups, classes) =>
      cv.split(codes, groups, classes).map((fold) => ({ ...fold, train: choose(fold.train, codes) })),
  };
}

/** The positions of each key in a list. The keys have the order of their first positions. */
export function positionsOf<K>(keys: readonly K[]): Map<K, number[]> {
  const positions = new Map<K, number[]>();
  keys.forEach((key, at) => {
    const known = positions.get(key);
    if (known) known.push(at);
    else positions.set(key, [at]);
  });
  return positions;
}

/** The folds of an assignment of each row to the fold that has it as a test row; −1 for a row that no fold has. */
export function foldsOf(assignment: ArrayLike<number>, folds: number): Fold[] {
  return Array.from({ length: folds }, (_, f) => {
    const train: number[] = [];
    const test: number[] = [];
    for (let i = 0; i < assignment.length; i++) (assignment[i] === f ? test : train).push(i);
    return { train: Uint32Array.from(train), test: Uint32Array.from(test) };
  });
}

const groupsRule = rule<readonly string[] | undefined>("a list of groups, one per row", Array.isArray);

/** Checks the groups for a splitter that needs them: one per row, and at least as many as folds. */
export function requireGroups(
  groups: readonly string[] | undefined,
  rows: number,
  folds: number,
): readonly string[] {
  checkOption("groups", groups, groupsRule);
  if (groups?.length !== rows) {
    const expected = `one group for each of ${rows} rows`;
    throw InvalidOption.create({ option: "groups", value: groups, expected });
  }
  const distinct = new Set(groups).size;
  if (distinct < folds) throw TooFewForFolds.create({ what: "Groups", count: distinct, folds });
  return groups;
}

/** Counts the rows of each class. */
export function rowsOfClasses(codes: ArrayLike<number>): Uint32Array {
  checkOption("codes", codes, numberList);
  let top = -1;
  for (let i = 0; i < codes.length; i++) top = Math.max(top, codes[i]!);
  const counts = new Uint32Array(top + 1);
  for (let i = 0; i < codes.length; i++) counts[codes[i]!]!++;
  return counts;
}

/**
 * Checks that the folds hold out each row exactly once, so that every row has one out-of-fold prediction.
 *
 * @throws `INVALID_OPTION` for other folds: repeated ones, or one part that is held out.
 */
export function requirePartition(folds: readonly Fold[], rows: number, params: CvSplitter["params"]): void {
  const timesHeldOut = new Uint8Array(rows);
  let once = 0;
  for (const { test } of folds) for (const row of test) once += timesHeldOut[row]!++ === 0 ? 1 : -1;
  if (once === rows) return;
  throw InvalidOption.create({
    option: "cv",
    value: JSON.stringify(params),
    expected: "a splitter whose folds hold out each row once",
  });
}
