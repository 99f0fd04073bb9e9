import { byCodePoint, type Example, type Role, seededRandom } from "@imdb/core";
import { indicesBy } from "./indices-by.js";
import { leavesTraining, type SeededSizes, seededSizes } from "./sizes.js";
import type { Splitter } from "./splitter.js";

/** Options of {@link stratifiedSplit}. */
export type StratifiedSplitOptions = SeededSizes;

/**
 * Splits at random with the same share of every label in every part, to one document, as scikit-learn's
 * `train_test_split(stratify=y)` does. It does not consider groups: a pipeline refuses the split when a group is in two
 * parts.
 *
 * @throws `INVALID_OPTION`
 */
export function stratifiedSplit(options: StratifiedSplitOptions): Splitter {
  const params = leavesTraining(seededSizes.resolve(options));
  const { testSize, validationSize, seed } = params;
  return {
    kind: "stratified",
    params,
    isFixed: false,
    assign(examples) {
      const roles: Role[] = new Array(examples.length).fill("train");
      const strata = stratify(examples, seed);
      const test = allocate(strata, testSize, examples.length);
      const validation = allocate(strata, validationSize, examples.length);
      strata.forEach((members, s) => {
        const heldOut = test[s]! + validation[s]!;
        for (let i = 0; i < heldOut; i++) roles[members[i]!] = i < test[s]! ? "test" : "validation";
      });
      return roles;
    },
  };
}

/** Indices of each label's examples in seeded random order; labels in code point order. */
function stratify(examples: readonly Example[], seed: number): readonly (readonly number[])[] {
  return [...indicesBy(examples, ({ label = "" }) => label)]
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([label, members]) => {
      const order = seededRandom(seed).fork(label).permutation(members.length);
      return Array.from(order, (i) => members[i]!);
    });
}

/** The number of examples of each stratum that make up a share of all, by largest remainders. */
function allocate(strata: readonly (readonly number[])[], share: number, total: number): number[] {
  const exact = strata.map((members) => members.length * share);
  const sizes = exact.map(Math.floor);
  const byRemainder = exact.map((_, i) => i).sort((a, b) => (exact[b]! % 1) - (exact[a]! % 1) || a - b);
  let left = Math.round(total * share) - sizes.reduce((sum, size) => sum + size, 0);
  for (const i of byRemainder) {
    if (left-- <= 0) break;
    sizes[i] = sizes[i]! + 1;
  }
  return sizes;
}
