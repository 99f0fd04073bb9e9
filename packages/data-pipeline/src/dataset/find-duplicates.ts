import type { Example, RunOptions } from "@imdb/core";
import { sameText } from "../quality/same-text.js";
import { clusterTexts } from "../similarity/cluster-texts.js";
import type { NearDuplicateRules } from "../similarity/near-duplicate-rules.js";
import type { TextTraits } from "../traits/text-traits.js";

/** Which examples have the same or nearly the same text. */
export interface Duplicates {
  /** For each example the index of the first one with exactly its text. */
  readonly sameText: Int32Array;
  /** For each example the index of the first one of its cluster of near duplicates. */
  readonly similar: Int32Array;
  /** The number of texts that were not compared with all that may be near duplicates of them. */
  readonly limited: number;
}

/** Finds exact duplicates, and near ones unless they are off. */
export async function findDuplicates(
  examples: readonly Example[],
  traits: TextTraits,
  rules: NearDuplicateRules | "off",
  run: RunOptions,
): Promise<Duplicates> {
  const same = sameText(examples, traits);
  if (rules === "off") return { sameText: same, similar: same, limited: 0 };
  run.onProgress?.({ stage: "finding near duplicates", done: 0, total: examples.length, unit: "documents" });
  const texts = examples.map(({ text }) => text);
  // Equal texts are linked already; only the first of them is compared with others.
  const shingles = traits.shingles.map((count, i) => (same[i] === i ? count : 0));
  const sketches = { keys: traits.keys, bands: traits.bands, shingles };
  const { first: similar, limited } = await clusterTexts(texts, sketches, rules, run);
  for (let i = 0; i < similar.length; i++) similar[i] = similar[same[i]!]!;
  return { sameText: same, similar, limited };
}
