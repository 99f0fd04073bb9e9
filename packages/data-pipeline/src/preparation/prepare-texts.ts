import { type CleaningStep, clean } from "@imdb/core/cleaning";
import type { SketchRules } from "../similarity/sketch.js";
import { readTraits, type TextTraits } from "../traits/text-traits.js";
import { DIGEST_BYTES, digestOf } from "./example-hash.js";

/** The texts of examples, and the other fields of each example for its digest. */
export interface TextBlock {
  readonly texts: readonly string[];
  /** What `digestHead` returns for each example. */
  readonly heads: readonly string[];
}

/** Cleaned texts with what is computed from each of them alone. */
export interface PreparedTexts {
  /** The cleaned texts; `null` for one that cleaning does not change. */
  readonly texts: readonly (string | null)[];
  /** The SHA-256 of each example with its cleaned text, `DIGEST_BYTES` bytes each. */
  readonly digests: Uint8Array;
  /** Of the cleaned texts. */
  readonly traits: TextTraits;
}

/**
 * Cleans and hashes texts and computes their traits. The result for a text does not depend on the other texts, so that
 * threads can share the work.
 *
 * @param sketched  How near duplicates are looked for; `undefined` when they are not.
 */
export function prepareTexts(
  { texts, heads }: TextBlock,
  cleaning: readonly CleaningStep[],
  sketched: SketchRules | undefined,
): PreparedTexts {
  const cleaned = texts.map((text) => clean(text, cleaning));
  const digests = new Uint8Array(texts.length * DIGEST_BYTES);
  for (let i = 0; i < texts.length; i++) digests.set(digestOf(heads[i]!, cleaned[i]!), i * DIGEST_BYTES);
  const traits = readTraits(cleaned, sketched);
  return { texts: changedTexts(cleaned, texts), digests, traits };
}

/** The cleaned texts; `null` for one that is the same as before. */
export function changedTexts(cleaned: readonly string[], raw: readonly string[]): (string | null)[] {
  return cleaned.map((text, i) => (text === raw[i] ? null : text));
}
