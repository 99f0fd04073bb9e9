import type { Example, RunOptions } from "@imdb/core";
import { sameText } from "../quality/same-text.js";
import { type NearDuplicateOptions, nearDuplicates } from "../similarity/near-duplicates.js";

/** Which examples say the same. */
export interface Duplicates {
  /** For each example the index of the first one with exactly its text. */
  readonly sameText: Int32Array;
  /** For each example the index of the first one of its cluster of near duplicates. */
  readonly similar: Int32Array;
}

/** Finds exact duplicates, and near ones unless they are off. */
export async function findDuplicates(
  examples: readonly Example[],
  options: NearDuplicateOptions | "off",
  run: RunOptions,
): Promise<Duplicates> {
  const same = sameText(examples);
  if (options === "off") return { sameText: same, similar: same };
  // Equal texts are linked already; only one of each is looked at.
  const firsts = Array.from(same.keys()).filter((i) => same[i] === i);
  const texts = firsts.map((i) => examples[i]!.text);
  const clusters = await nearDuplicates(texts, options, run);
  const similar = new Int32Array(examples.length);
  firsts.forEach((i, k) => {
    similar[i] = firsts[clusters[k]!]!;
  });
  for (let i = 0; i < similar.length; i++) similar[i] = similar[same[i]!]!;
  return { sameText: same, similar };
}
