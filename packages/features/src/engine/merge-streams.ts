import { Interner, type TokenArrays } from "./interner.js";
import { frequentInOrder, type RankedStream, ranksOf } from "./ranked-stream.js";
import { GROUP_END, type TokenStream } from "./token-stream.js";

/** What was made of some of the documents, as it crosses threads. */
export interface StreamPart extends TokenStream {
  readonly tokens: TokenArrays;
  /** How often each token comes. */
  readonly occurrences: Uint32Array;
}

/**
 * Puts parts behind one another, in the order of their documents, in memory that all threads see, and ranks
 * their tokens in code point order; see `rankTokens`.
 *
 * @returns The stream; the tokens of all parts; and which of these each rank is.
 */
export function mergeStreams(
  parts: readonly StreamPart[],
  least: number,
): { readonly stream: RankedStream; readonly tokens: Interner; readonly tokenOf: Uint32Array } {
  const tokens = new Interner();
  const numbers = parts.map((part) => internAll(tokens, part.tokens));
  const occurrences = new Uint32Array(tokens.size);
  parts.forEach((part, k) => {
    for (let token = 0; token < part.occurrences.length; token++) {
      occurrences[numbers[k]![token]!]! += part.occurrences[token]!;
    }
  });
  const tokenOf = frequentInOrder(tokens, occurrences, least);
  const rank = ranksOf(tokenOf, tokens.size);
  const length = parts.reduce((sum, part) => sum + part.ids.length, 0);
  const ids = new Int32Array(new SharedArrayBuffer(4 * length));
  const documentEnds = new Uint32Array(parts.reduce((sum, part) => sum + part.documentEnds.length, 0));
  let at = 0;
  let ended = 0;
  parts.forEach((part, k) => {
    const rankHere = Int32Array.from(numbers[k]!, (number) => rank[number]!);
    for (const end of part.documentEnds) documentEnds[ended++] = at + end;
    for (let p = 0; p < part.ids.length; p++) {
      const id = part.ids[p]!;
      ids[at++] = id === GROUP_END ? GROUP_END : rankHere[id]!;
    }
  });
  const stream = {
    ids,
    documentEnds,
    ranks: tokenOf.length,
    occurrences: tokenOf.map((token) => occurrences[token]!),
  };
  return { stream, tokens, tokenOf };
}

function internAll(into: Interner, { units, ends }: TokenArrays): Uint32Array {
  let from = 0;
  return ends.map((end) => {
    const number = into.internUnits(units, from, end);
    from = end;
    return number;
  });
}
