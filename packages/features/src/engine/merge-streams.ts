import { type CsrMatrix, csrStack } from "@imdb/core";
import { Interner, type TokenArrays } from "./interner.js";
import { frequentInOrder, type RankedStream, ranksOf } from "./ranked-stream.js";
import { GROUP_END, type TokenStream, type TokenStreamBuilder } from "./token-stream.js";

/** The stream of some of the documents, in a form that can be sent to another thread. */
export interface StreamPart extends TokenStream {
  readonly tokens: TokenArrays;
  /** The number of occurrences of each token. */
  readonly occurrences: Uint32Array;
}

/** The stream of a builder, in a form that can be sent to another thread. */
export function partOf(builder: TokenStreamBuilder): StreamPart {
  const { ids, documentEnds, occurrences, tokens } = builder.finish();
  return { ids, documentEnds, occurrences, tokens: tokens.snapshot() };
}

/** The tokens of all parts, ranked; see `frequentInOrder`. */
export interface MergedTokens {
  readonly tokens: Interner;
  /** The token of each rank, and its number of occurrences. */
  readonly tokenOf: Uint32Array;
  readonly occurrences: Uint32Array;
  /** For each part, the rank of each of its tokens; a negative number for a token without one. */
  readonly ranks: readonly Int32Array[];
}

/** Merges the tokens of parts, and ranks those with at least `minCount` occurrences in code point order. */
export function mergeTokens(parts: readonly StreamPart[], minCount: number): MergedTokens {
  const tokens = new Interner();
  const numbers = parts.map((part) => tokens.internAll(part.tokens));
  const occurrences = new Uint32Array(tokens.size);
  parts.forEach((part, k) => {
    addCounts(occurrences, part.occurrences, numbers[k]!);
  });
  const tokenOf = frequentInOrder(tokens, occurrences, minCount);
  const rank = ranksOf(tokenOf, tokens.size);
  return {
    tokens,
    tokenOf,
    occurrences: tokenOf.map((token) => occurrences[token]!),
    ranks: numbers.map((ofPart) => Int32Array.from(ofPart, (number) => rank[number]!)),
  };
}

/** Adds the counts of a part's tokens to those of all parts, in which tokens have other numbers. */
export function addCounts(all: Uint32Array, ofPart: Uint32Array, numbers: Uint32Array): void {
  for (let token = 0; token < numbers.length; token++) all[numbers[token]!]! += ofPart[token]!;
}

/** A run of documents of one part. */
export interface PartRun {
  readonly part: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Concatenates the documents of parts in memory that all threads share.
 *
 * @param runs  The order of all documents.
 */
export function mergeStreams(
  parts: readonly StreamPart[],
  runs: readonly PartRun[],
  merged: MergedTokens,
): RankedStream {
  const length = parts.reduce((sum, part) => sum + part.ids.length, 0);
  const ids = new Int32Array(new SharedArrayBuffer(4 * length));
  const documentEnds = new Uint32Array(parts.reduce((sum, part) => sum + part.documentEnds.length, 0));
  let at = 0;
  let ended = 0;
  for (const { part: k, from, to } of runs) {
    const part = parts[k]!;
    const rank = merged.ranks[k]!;
    for (let document = from, p = from === 0 ? 0 : part.documentEnds[from - 1]!; document < to; document++) {
      for (const end = part.documentEnds[document]!; p < end; p++) {
        const id = part.ids[p]!;
        ids[at++] = id === GROUP_END ? GROUP_END : rank[id]!;
      }
      documentEnds[ended++] = at;
    }
  }
  return { ids, documentEnds, ranks: merged.tokenOf.length, occurrences: merged.occurrences };
}

/** Concatenates the rows of parts, in the order of `runs`, which contain every row once. */
export function stitchRows(parts: readonly CsrMatrix[], runs: readonly PartRun[]): CsrMatrix {
  return csrStack(runs.map(({ part, from, to }) => sliceOf(parts[part]!, from, to)));
}

/** Some rows of a matrix; their entries are not copied. */
function sliceOf({ cols, indptr, indices, values }: CsrMatrix, from: number, to: number): CsrMatrix {
  const first = indptr[from]!;
  const last = indptr[to]!;
  return {
    rows: to - from,
    cols,
    indptr: indptr.slice(from, to + 1).map((end) => end - first),
    indices: indices.subarray(first, last),
    values: values.subarray(first, last),
  };
}
