import { byCodePoint, type Example, type Role, seededRandom } from "@imdb/core";
import { SplitImpossible } from "../errors.js";
import { indicesBy } from "./indices-by.js";
import { leavesTraining, type SeededSizes, seededSizes } from "./sizes.js";
import type { Splitter } from "./splitter.js";

/** Options of {@link groupedSplit}. */
export type GroupedSplitOptions = SeededSizes;

/**
 * Splits at random so that no group (movie, author, site) is in two parts.
 *
 * Groups are taken in a seeded random order and fill the test part, then the validation part, as long as that brings the
 * part nearer to its share of the documents; the rest is the train part. Sizes count documents, not groups, unlike
 * scikit-learn's `GroupShuffleSplit`.
 *
 * @throws `INVALID_OPTION`; when applied, `SPLIT_IMPOSSIBLE` for an example without a group, or when a part
 *         stays empty.
 */
export function groupedSplit(options: GroupedSplitOptions): Splitter {
  const params = leavesTraining(seededSizes.resolve(options));
  const { testSize, validationSize, seed } = params;
  return {
    kind: "grouped",
    params,
    isFixed: false,
    assign(examples) {
      const groups = indicesBy(examples, groupOf);
      const order = [...groups.keys()].sort(byCodePoint);
      const shuffled = Array.from(seededRandom(seed).permutation(order.length), (i) => order[i]!);
      const roles: Role[] = new Array(examples.length).fill("train");
      let next = 0;
      for (const [role, share] of [
        ["test", testSize],
        ["validation", validationSize],
      ] as const) {
        const target = share * examples.length;
        let filled = 0;
        while (next < shuffled.length) {
          const members = groups.get(shuffled[next]!)!;
          if (Math.abs(filled + members.length - target) >= Math.abs(filled - target)) break;
          for (const i of members) roles[i] = role;
          filled += members.length;
          next++;
        }
      }
      return roles;
    },
  };
}

/** @throws `SPLIT_IMPOSSIBLE` for an example without a group. */
function groupOf({ id, group }: Example): string {
  if (group !== undefined) return group;
  throw SplitImpossible.create({ split: "grouped", reason: `example ${JSON.stringify(id)} has no group` });
}
