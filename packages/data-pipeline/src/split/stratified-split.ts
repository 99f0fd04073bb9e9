import { byCodePoint, type Example, type Role, seededRandom } from "@imdb/core";
import { oneOf, optionsOf } from "@imdb/core/options";
import { SplitImpossible } from "../errors.js";
import { indicesBy } from "./indices-by.js";
import { leavesTraining, type SeededSizes, seededSizes } from "./sizes.js";
import type { Splitter } from "./splitter.js";

/**
 * What is done about a label with fewer examples than there are parts. `"refuse"`: an error. `"train"`: its examples are
 * in the train part. `"merge"`: all such labels count as one label when the examples are divided. `"split"`: its examples
 * are divided like those of other labels; the quality report names labels that the train part lacks.
 */
export type StratifiedSmallClasses = "refuse" | "train" | "merge" | "split";

/** Options of {@link stratifiedSplit}. */
export interface StratifiedSplitOptions extends SeededSizes {
  /** What is done about a label with fewer examples than parts. Default `"refuse"`. */
  readonly smallClasses?: StratifiedSmallClasses;
}

/** The schema of {@link StratifiedSplitOptions}. */
export const stratifiedSplitOptions = optionsOf<StratifiedSplitOptions>({
  ...seededSizes.rules,
  smallClasses: ["refuse", oneOf("refuse", "train", "merge", "split")],
});

/**
 * Splits at random with the same share of every label in every part, to one document, as scikit-learn's
 * `train_test_split(stratify=y)` does. The sizes of the parts are exact, to one document. It does not consider groups: a
 * pipeline refuses the split when a group is in two parts.
 *
 * @throws `INVALID_OPTION`; when applied, `SPLIT_IMPOSSIBLE` for a label that is refused, and when the examples of the
 *         other labels are too few for the parts.
 */
export function stratifiedSplit(options: StratifiedSplitOptions): Splitter {
  const params = leavesTraining(stratifiedSplitOptions.resolve(options));
  const { testSize, validationSize, seed, smallClasses } = params;
  const parts = validationSize > 0 ? 3 : 2;
  return {
    kind: "stratified",
    params,
    isFixed: false,
    assign(examples) {
      const roles: Role[] = new Array(examples.length).fill("train");
      const strata = withoutSmall(stratify(examples, seed), parts, smallClasses).map(
        (stratum) => stratum.members,
      );
      const test = allocate(strata, testSize, examples.length);
      const validation = allocate(strata, validationSize, examples.length, test);
      strata.forEach((members, s) => {
        const heldOut = test[s]! + validation[s]!;
        for (let i = 0; i < heldOut; i++) roles[members[i]!] = i < test[s]! ? "test" : "validation";
      });
      return roles;
    },
  };
}

/** The examples of one label. */
interface Stratum {
  readonly label: string;
  /** Their indices, in seeded random order. */
  readonly members: readonly number[];
}

/** The strata, labels in code point order. */
function stratify(examples: readonly Example[], seed: number): readonly Stratum[] {
  return [...indicesBy(examples, ({ label = "" }) => label)]
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([label, members]) => {
      const order = seededRandom(seed).fork(label).permutation(members.length);
      return { label, members: Array.from(order, (i) => members[i]!) };
    });
}

/** The strata as they are divided: labels with fewer examples than parts are treated as the caller chose. */
function withoutSmall(
  strata: readonly Stratum[],
  parts: number,
  choice: StratifiedSmallClasses,
): readonly Stratum[] {
  if (choice === "split") return strata;
  const small = strata.filter(({ members }) => members.length < parts);
  const first = small[0];
  if (first === undefined) return strata;
  if (choice === "refuse") {
    const { label, members } = first;
    const has = `has ${members.length} ${members.length === 1 ? "example" : "examples"} for ${parts} parts`;
    const reason = `label ${JSON.stringify(label)} ${has}; smallClasses can be "train", "merge" or "split"`;
    throw SplitImpossible.create({ split: "stratified", reason });
  }
  const large = strata.filter(({ members }) => members.length >= parts);
  if (choice === "train") return large;
  return [...large, { label: "", members: small.flatMap(({ members }) => members) }];
}

/**
 * The number of examples of each stratum that make up a share of all, by largest remainders. Strata whose examples are
 * all taken get no further one.
 *
 * @param taken  The number of examples of each stratum that another part has.
 */
function allocate(
  strata: readonly (readonly number[])[],
  share: number,
  total: number,
  taken: readonly number[] = strata.map(() => 0),
): number[] {
  const exact = strata.map((members) => members.length * share);
  const sizes = exact.map(Math.floor);
  const byRemainder = exact.map((_, i) => i).sort((a, b) => (exact[b]! % 1) - (exact[a]! % 1) || a - b);
  const wanted = Math.round(total * share);
  let left = wanted - sizes.reduce((sum, size) => sum + size, 0);
  while (left > 0) {
    const before = left;
    for (const i of byRemainder) {
      if (left === 0) break;
      if (sizes[i]! + taken[i]! >= strata[i]!.length) continue;
      sizes[i] = sizes[i]! + 1;
      left--;
    }
    if (left === before) {
      const reason = `a part of ${wanted} examples is wanted, and ${left} are missing`;
      throw SplitImpossible.create({ split: "stratified", reason });
    }
  }
  return sizes;
}
