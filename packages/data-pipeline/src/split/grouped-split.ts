import type { Example } from "@imdb/core";
import { SplitImpossible } from "../errors.js";
import { divideStrata } from "./divide-strata.js";
import { joinedSets } from "./joined-sets.js";
import { leavesTraining, type SeededSizes, seededSizes } from "./sizes.js";
import type { Splitter } from "./splitter.js";
import { stratify } from "./strata.js";

/** Options of {@link groupedSplit}. */
export type GroupedSplitOptions = SeededSizes;

/**
 * Splits at random so that no group (movie, author, site) is in two parts, with the share of every label in every part as near to
 * that of all documents as the groups allow.
 *
 * Sizes count documents, not groups, unlike scikit-learn's `GroupShuffleSplit`, and are off by at most the largest
 * group. Large groups are placed first; groups of one document make up for them.
 *
 * @throws `INVALID_OPTION`; when applied, `SPLIT_IMPOSSIBLE` for an example without a group.
 *         Fewer groups than parts leave a part empty, which the check `counts` reports as an error.
 */
export function groupedSplit(options: GroupedSplitOptions): Splitter {
  const params = leavesTraining(seededSizes.resolve(options));
  const { testSize, validationSize, seed } = params;
  return {
    kind: "grouped",
    params,
    isFixed: false,
    keepsGroups: true,
    assign(examples, given = Array.from(examples.keys())) {
      const groups = examples.map(groupOf);
      const sets = joinedSets(groups, Array.from(given));
      return divideStrata(stratify(examples, seed), {
        split: "grouped",
        testSize,
        validationSize,
        seed,
        sets,
      });
    },
  };
}

/** @throws `SPLIT_IMPOSSIBLE` for an example without a group. */
function groupOf({ id, group }: Example): string {
  if (group !== undefined) return group;
  throw SplitImpossible.create({ split: "grouped", reason: `example ${JSON.stringify(id)} has no group` });
}
