import type { Interner } from "./interner.js";
import { sortTokens } from "./token-order.js";
import { type CountedTokens, GROUP_END, type TokenStream } from "./token-stream.js";

/** In place of a token that no feature can contain. */
const DROPPED = -2;

/** A token stream whose numbers are ranks in code point order, negative for tokens that no feature can contain. */
export interface RankedStream extends TokenStream {
  /** Number of tokens with a rank. */
  readonly ranks: number;
  /** The number of occurrences of each of them. */
  readonly occurrences: Uint32Array;
}

/**
 * Replaces each number in the stream by its rank.
 *
 * @returns The stream given, changed.
 */
export function rankStream(
  { ids, documentEnds }: TokenStream,
  { tokens, occurrences }: CountedTokens,
  tokenOf: Uint32Array,
): RankedStream {
  const rank = ranksOf(tokenOf, tokens.size);
  for (let p = 0; p < ids.length; p++) if (ids[p] !== GROUP_END) ids[p] = rank[ids[p]!]!;
  const often = tokenOf.map((token) => occurrences[token]!);
  return { ids, documentEnds, ranks: tokenOf.length, occurrences: often };
}

/**
 * The tokens with at least `minCount` occurrences, in code point order: the place of each is its rank. A term is in at
 * most as many documents as each of its tokens has occurrences, so the other tokens cannot be in a feature.
 */
export function frequentInOrder(tokens: Interner, occurrences: Uint32Array, minCount: number): Uint32Array {
  let count = 0;
  for (const often of occurrences) if (often >= minCount) count++;
  const chosen = new Uint32Array(count);
  for (let token = occurrences.length - 1; token >= 0; token--) {
    if (occurrences[token]! >= minCount) chosen[--count] = token;
  }
  return sortTokens(tokens, chosen);
}

/** The rank of each token; a negative number for a token without one. */
export function ranksOf(tokenOf: Uint32Array, tokens: number): Int32Array {
  const rank = new Int32Array(tokens).fill(DROPPED);
  for (let r = 0; r < tokenOf.length; r++) rank[tokenOf[r]!] = r;
  return rank;
}
