import type { Interner } from "./interner.js";
import { sortTokens } from "./token-order.js";
import { type CountedTokens, GROUP_END, type TokenStream } from "./token-stream.js";

/** What stands for a token that no feature can contain. */
const DROPPED = -2;

/** Token streams whose numbers are places in code point order, negative for tokens that no feature can contain. */
export interface RankedStream extends TokenStream {
  /** How many tokens have a rank. */
  readonly ranks: number;
  /** How often each of them comes. */
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
 * The tokens that come at least `least` times, in code point order: the place of each is its rank. A term is in
 * no more documents than any token of it comes times, so the others can go.
 */
export function frequentInOrder(tokens: Interner, occurrences: Uint32Array, least: number): Uint32Array {
  let count = 0;
  for (const often of occurrences) if (often >= least) count++;
  const chosen = new Uint32Array(count);
  for (let token = occurrences.length - 1; token >= 0; token--) {
    if (occurrences[token]! >= least) chosen[--count] = token;
  }
  return sortTokens(tokens, chosen);
}

/** The rank of each token; a negative number for those that have none. */
export function ranksOf(tokenOf: Uint32Array, tokens: number): Int32Array {
  const rank = new Int32Array(tokens).fill(DROPPED);
  for (let r = 0; r < tokenOf.length; r++) rank[tokenOf[r]!] = r;
  return rank;
}
