import { sortTokens } from "./token-order.js";
import type { CountedTokens, TokenStream } from "./token-stream.js";

/** What stands for a token that no feature can contain. */
export const DROPPED = 0xffffffff;

/** Token streams whose numbers are places in code point order. */
export interface RankedStream extends TokenStream {
  /** How many tokens have a rank. */
  readonly ranks: number;
  /** The document of each position. */
  readonly documentOf: Uint32Array;
}

/**
 * Ranks the tokens that are in at least `least` documents, in code point order, and replaces each number in
 * the stream by its rank. A term is in no more documents than any token of it, so the others can go.
 *
 * @returns The stream, which is the one given, changed; and the token of each rank.
 */
export function rankTokens(
  stream: TokenStream,
  { tokens, documents }: CountedTokens,
  least: number,
): { readonly stream: RankedStream; readonly tokenOf: Uint32Array } {
  const tokenOf = sortTokens(tokens, frequent(documents, least));
  const rank = new Uint32Array(tokens.size).fill(DROPPED);
  for (let r = 0; r < tokenOf.length; r++) rank[tokenOf[r]!] = r;
  const { ids, documentEnds } = stream;
  const documentOf = new Uint32Array(ids.length);
  let position = 0;
  for (let document = 0; document < documentEnds.length; document++) {
    for (const end = documentEnds[document]!; position < end; position++) {
      ids[position] = rank[ids[position]!]!;
      documentOf[position] = document;
    }
  }
  return { stream: { ...stream, documentOf, ranks: tokenOf.length }, tokenOf };
}

function frequent(documents: Uint32Array, least: number): Uint32Array {
  let count = 0;
  for (const inDocuments of documents) if (inDocuments >= least) count++;
  const chosen = new Uint32Array(count);
  for (let token = documents.length - 1; token >= 0; token--)
    if (documents[token]! >= least) chosen[--count] = token;
  return chosen;
}
