import { Interner, type TokenArrays } from "./interner.js";
import type { CountedTokens, TokenStream } from "./token-stream.js";

/** What was made of some of the documents, as it crosses threads. */
export interface StreamPart extends TokenStream {
  readonly tokens: TokenArrays;
  /** In how many of its documents each token is. */
  readonly documents: Uint32Array;
}

/** Puts parts behind one another, in the order of their documents; tokens get common numbers. */
export function mergeStreams(parts: readonly StreamPart[]): TokenStream & CountedTokens {
  const tokens = new Interner();
  const numbers = parts.map((part) => internAll(tokens, part.tokens));
  const documents = new Uint32Array(tokens.size);
  parts.forEach((part, k) => {
    for (let token = 0; token < part.documents.length; token++) {
      documents[numbers[k]![token]!]! += part.documents[token]!;
    }
  });
  const ids = new Uint32Array(parts.reduce((sum, part) => sum + part.ids.length, 0));
  const offsets: number[] = [];
  let at = 0;
  parts.forEach((part, k) => {
    offsets.push(at);
    const number = numbers[k]!;
    for (let p = 0; p < part.ids.length; p++) ids[at + p] = number[part.ids[p]!]!;
    at += part.ids.length;
  });
  const documentEnds = concatenate(
    parts.map((part) => part.documentEnds),
    offsets,
  );
  const isPlain = parts.every((part) => part.groupEnds === part.documentEnds);
  const groupEnds = isPlain
    ? documentEnds
    : concatenate(
        parts.map((part) => part.groupEnds),
        offsets,
      );
  return { ids, documentEnds, groupEnds, tokens, documents };
}

function internAll(into: Interner, { units, ends, hashes }: TokenArrays): Uint32Array {
  let from = 0;
  return ends.map((end, token) => {
    const number = into.intern(units, from, end, hashes[token]!);
    from = end;
    return number;
  });
}

function concatenate(arrays: readonly Uint32Array[], offsets: readonly number[]): Uint32Array {
  const all = new Uint32Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  arrays.forEach((array, k) => {
    for (let i = 0; i < array.length; i++) all[at++] = array[i]! + offsets[k]!;
  });
  return all;
}
