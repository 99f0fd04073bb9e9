import { oneOf, optionsOf } from "@imdb/core/options";
import { SplitImpossible } from "../errors.js";
import { divideStrata } from "./divide-strata.js";
import { leavesTraining, type SeededSizes, seededSizes } from "./sizes.js";
import type { Splitter } from "./splitter.js";
import { type Stratum, stratify } from "./strata.js";

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
 * `train_test_split(stratify=y)` does. The sizes of the parts are exact, to one document. Examples that a
 * pipeline keeps together (duplicates, and groups with `onLeak: { groups: "repair" }`) are divided as one: the shares are then as near as
 * these sets allow. Otherwise it does not consider groups: a pipeline refuses the split when a group is in two parts.
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
    assign(examples, sets = Array.from(examples.keys())) {
      const strata = withoutSmall(stratify(examples, seed), parts, smallClasses);
      return divideStrata(strata, { split: "stratified", testSize, validationSize, seed, sets });
    },
  };
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
