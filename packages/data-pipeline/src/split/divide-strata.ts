import { type Role, seededRandom } from "@imdb/core";
import { SplitImpossible } from "../errors.js";
import { allocate } from "./allocate.js";
import { divideSets } from "./divide-sets.js";
import { indicesBy } from "./indices-by.js";
import type { Stratum } from "./strata.js";

/** How examples are divided. */
export interface Dividing {
  /** The kind of the splitter, for errors. */
  readonly split: string;
  readonly testSize: number;
  readonly validationSize: number;
  readonly seed: number;
  /** For each example the index of the first one of its set; a set is in one part. */
  readonly sets: ArrayLike<number>;
}

/**
 * The part of each example. Every label has its share of each part, to one example, and the sizes of the parts are exact, to one
 * example, where single examples can make up for the sets; else {@link divideSets} comes as near as it can. Examples in no
 * stratum, and the sets that they are in, are in the train part.
 *
 * @throws `SPLIT_IMPOSSIBLE` when the examples of the strata are too few for a part
 */
export function divideStrata(
  strata: readonly Stratum[],
  { split, testSize, validationSize, seed, sets }: Dividing,
): Role[] {
  const total = sets.length;
  const parts = validationSize > 0 ? 3 : 2;
  const counts = strata.map(({ members }) => members.length);
  const sizesOf = (share: number, taken: readonly number[]) => {
    const wanted = Math.round(total * share);
    const { sizes, missing } = allocate({ counts, share, wanted, taken, parts });
    if (missing === 0) return sizes;
    const reason = `a part of ${wanted} examples is wanted, and ${missing} are missing`;
    throw SplitImpossible.create({ split, reason });
  };
  const floors = counts.map((count) => Math.floor(count * validationSize));
  const test = sizesOf(testSize, floors);
  const validation = sizesOf(validationSize, test);
  const train = counts.map((count, k) => count - test[k]! - validation[k]!);
  const several = [...indicesBy(Array.from(sets), (set) => set).values()].filter(({ length }) => length > 1);
  return divideSets({
    strata: strata.map(({ members }) => members),
    sets: several,
    total,
    targets: [train, validation, test],
    random: seededRandom(seed).fork("sets of the split"),
  });
}
