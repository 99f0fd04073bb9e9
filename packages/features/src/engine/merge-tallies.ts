import type { TokenTallies } from "./document-counter.js";
import type { Interner, TokenArrays } from "./interner.js";
import { addCounts } from "./merge-streams.js";

/** Tokens that are common to so many documents. */
export interface MergedTallies extends TokenTallies {
  readonly tokens: Interner;
  /** Of each part, the number here of each of its tokens. */
  readonly numbers: readonly Uint32Array[];
}

/**
 * Adds the tokens of parts to others.
 *
 * @param tokens  Gets those of the parts behind its own.
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
