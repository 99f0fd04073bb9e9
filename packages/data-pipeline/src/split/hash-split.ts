import { createHash } from "node:crypto";
import type { Example, Role } from "@imdb/core";
import { oneOf, optionsOf } from "@imdb/core/options";
import { SplitImpossible } from "../errors.js";
import { leavesTraining, type SeededSizes, seededSizes } from "./sizes.js";
import type { StreamingSplitter } from "./splitter.js";

/** Options of {@link hashSplit}. */
export interface HashSplitOptions extends SeededSizes {
  /** What is hashed. Default `group`: a group stays together; `id`: each document is assigned by itself. */
  readonly by?: "group" | "id";
}

const hashSplitOptions = optionsOf<HashSplitOptions>({
  by: ["group", oneOf("group", "id")],
  ...seededSizes.rules,
});

/**
 * Splits by a hash of the group (or the id) and the seed. An example's part depends on nothing else, so it
 * stays where it is when data is added, and data need not fit in memory. Sizes hold on average only.
 *
 * @throws `INVALID_OPTION`; when applied, `SPLIT_IMPOSSIBLE` for an example without a group
 */
export function hashSplit(options: HashSplitOptions): StreamingSplitter {
  const params = leavesTraining(hashSplitOptions.resolve(options));
  const { by, testSize, validationSize, seed } = params;
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
  return { kind: "hash", params, isFixed: true, roleOf, assign: (examples) => examples.map(roleOf) };
}
