import { createHash } from "node:crypto";
import { type Example, type Role, seededRandom } from "@imdb/core";
import { SplitImpossible } from "../errors.js";
import { checkSizes, type SplitSizes } from "./sizes.js";
import type { StreamingSplitter } from "./splitter.js";

/** Options of {@link hashSplit}. */
export interface HashSplitOptions extends SplitSizes {
  /** What stays together. Default `group`; `id` parts documents one by one. */
  readonly by?: "group" | "id";
  /** Default 0. */
  readonly seed?: number;
}

/**
 * Splits by a hash of the group (or the id) and the seed. An example's part depends on nothing else, so it
 * stays where it is when data is added, and data need not fit in memory. Sizes hold on average only.
 *
 * @throws `INVALID_OPTION`; when applied, `SPLIT_IMPOSSIBLE` for an example without a group
 */
export function hashSplit({ by = "group", seed = 0, ...sizes }: HashSplitOptions): StreamingSplitter {
  const { testSize, validationSize } = checkSizes(sizes);
  seededRandom(seed);
  const roleOf = (example: Example): Role => {
    const key = example[by];
    if (key === undefined) {
      const reason = `example ${JSON.stringify(example.id)} has no group`;
      throw SplitImpossible.create({ split: "hash", reason });
    }
    const at = createHash("sha256").update(`${seed} ${key}`).digest().readUInt32BE() / 2 ** 32;
    if (at < testSize) return "test";
    return at < testSize + validationSize ? "validation" : "train";
  };
  return {
    kind: "hash",
    params: { by, testSize, validationSize, seed },
    isFixed: true,
    roleOf,
    assign: (examples) => examples.map(roleOf),
  };
}
