import { assertArgument } from "../errors/assert-argument.js";
import { byCodePoint } from "../hash/code-point-order.js";
import { having, integer, optional, optionsOf, rule } from "../options/index.js";
import type { Random } from "../random.js";

/** Options of {@link groupFolds}. */
export interface GroupFoldsOptions {
  readonly folds: number;
  /** Shuffles groups of the same size. Left out: they are in reverse code point order of their names, as in scikit-learn. */
  readonly random?: Random | undefined;
  /** The class of each row, 0 or 1, for folds with similar shares of both. Left out: all rows are of one class. */
  readonly codes?: ArrayLike<number> | undefined;
}

const groupFoldsOptions = optionsOf<GroupFoldsOptions, "random" | "codes">({
  folds: integer(1),
  random: optional(having<Random>("a random generator", "permutation")),
  codes: optional(
    rule<ArrayLike<number>>("a list of 0 and 1", (value) => typeof Object(value).length === "number"),
  ),
});

/**
 * Assigns rows to folds so that no group is in two folds. The largest groups are assigned first, each to the fold with
 * the fewest rows of the class that most rows of the group have.
 *
 * @param groups  The name of the group of each row.
 * @returns  The fold of each row, from 0.
 * @see     scikit-learn's `GroupKFold`, whose stable sort reverses groups of the same size.
 * @throws `INVALID_OPTION`
 * @example
 * Array.from(groupFolds(["a", "b", "a", "c"], { folds: 2 })); // => [0, 1, 0, 1]
 */
export function groupFolds(groups: readonly string[], options: GroupFoldsOptions): Uint32Array {
  const { folds, random, codes } = groupFoldsOptions.resolve(options);
  assertArgument("groups", groups, "a list of group names", Array.isArray(groups));
  const members = new Map<string, number[]>();
  groups.forEach((group, row) => {
    const known = members.get(group);
    if (known) known.push(row);
    else members.set(group, [row]);
  });
  const names = inCodePointOrder([...members.keys()]);
  const order = random ? random.permutation(names.length) : [...names.keys()].reverse();
  const ordered = Array.from(order, (i) => members.get(names[i]!)!);
  // The smaller groups then balance the folds. The sort is stable.
  ordered.sort((a, b) => b.length - a.length);
  const load = [new Float64Array(folds), new Float64Array(folds)] as const;
  const foldOf = new Uint32Array(groups.length);
  for (const rows of ordered) {
    const ones = codes ? rows.reduce((sum, row) => sum + codes[row]!, 0) : 0;
    const side = load[2 * ones > rows.length ? 1 : 0];
    const lightest = side.indexOf(Math.min(...side));
    load[0][lightest]! += rows.length - ones;
    load[1][lightest]! += ones;
    for (const row of rows) foldOf[row] = lightest;
  }
  return foldOf;
}

const SURROGATE = /[\ud800-\udfff]/;

/** Without surrogates, the order of UTF-16 units is that of code points, and the engine's own sort is much faster. */
function inCodePointOrder(names: string[]): string[] {
  return names.some((name) => SURROGATE.test(name)) ? names.sort(byCodePoint) : names.sort();
}
