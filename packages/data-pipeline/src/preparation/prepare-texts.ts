import { type CleaningStep, clean } from "../cleaning/cleaning-step.js";
import { readTraits, type TextTraits } from "../traits/text-traits.js";
import { DIGEST_BYTES, digestOf } from "./example-hash.js";

/** Texts of examples, and what else of each goes into its digest. */
export interface TextBlock {
  readonly texts: readonly string[];
  /** What `digestHead` gives of each example. */
  readonly heads: readonly string[];
}

/** What is found out of texts, each alone. */
export interface PreparedTexts {
  /** The cleaned texts; `null` for one that cleaning leaves as it is. */
  readonly texts: readonly (string | null)[];
  /** SHA-256 of each example with its cleaned text, `DIGEST_BYTES` each. */
  readonly digests: Uint8Array;
  /** Of the cleaned texts. */
  readonly traits: TextTraits;
}

/**
 * Cleans, hashes and reads texts, each alone: what comes of it does not depend on the others, so that threads may
 * share the work.
 *
 * @param shingleSize  Words in a shingle; 0 when near duplicates are not looked for.
 */
export function prepareTexts(
  { texts, heads }: TextBlock,
  cleaning: readonly CleaningStep[],
  shingleSize: number,
): PreparedTexts {
  const cleaned = texts.map((text) => clean(text, cleaning));
  const digests = new Uint8Array(texts.length * DIGEST_BYTES);
  for (let i = 0; i < texts.length; i++) digests.set(digestOf(heads[i]!, cleaned[i]!), i * DIGEST_BYTES);
  const traits = readTraits(cleaned, shingleSize);
  return { texts: cleaned.map((text, i) => (text === texts[i] ? null : text)), digests, traits };
}
