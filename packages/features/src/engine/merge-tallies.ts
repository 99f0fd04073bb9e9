import type { TokenTallies } from "./document-counter.js";
import type { Interner, TokenArrays } from "./interner.js";
import { addCounts } from "./merge-streams.js";

/** The tokens of all parts, and how frequent each is. */
export interface MergedTallies extends TokenTallies {
  readonly tokens: Interner;
  /** For each part, the number in `tokens` of each of its tokens. */
  readonly numbers: readonly Uint32Array[];
}

/**
 * Merges the tokens of parts and their frequencies.
 *
 * @param tokens  Those of the first part, to which the tokens of the others are added.
 */
export function mergeTallies(
  tokens: Interner,
  own: TokenTallies,
  parts: readonly (TokenTallies & { readonly tokens: TokenArrays })[],
): MergedTallies {
  const numbers = parts.map((part) => tokens.internAll(part.tokens));
  const frequencies = new Uint32Array(tokens.size);
  const occurrences = new Uint32Array(tokens.size);
  frequencies.set(own.frequencies);
  occurrences.set(own.occurrences);
  parts.forEach((part, k) => {
    addCounts(frequencies, part.frequencies, numbers[k]!);
    addCounts(occurrences, part.occurrences, numbers[k]!);
  });
  return { tokens, frequencies, occurrences, numbers };
}
