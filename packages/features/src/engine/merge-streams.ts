import { type CsrMatrix, csrStack } from "@imdb/core";
import { Interner, type TokenArrays } from "./interner.js";
import { frequentInOrder, type RankedStream, ranksOf } from "./ranked-stream.js";
import { GROUP_END, type TokenStream, type TokenStreamBuilder } from "./token-stream.js";

/** What was made of some of the documents, as it crosses threads. */
export interface StreamPart extends TokenStream {
  readonly tokens: TokenArrays;
  /** How often each token comes. */
  readonly occurrences: Uint32Array;
}

/** What was added to a builder, as it crosses threads. */
export function partOf(builder: TokenStreamBuilder): StreamPart {
  const { ids, documentEnds, occurrences, tokens } = builder.finish();
  return { ids, documentEnds, occurrences, tokens: tokens.snapshot() };
}

/** The tokens of all parts, ranked; see `frequentInOrder`. */
export interface MergedTokens {
  readonly tokens: Interner;
  /** The token of each rank, and how often it comes. */
  readonly tokenOf: Uint32Array;
  readonly occurrences: Uint32Array;
  /** Of each part, the rank of each of its tokens; a negative number for those that have none. */
  readonly ranks: readonly Int32Array[];
}

/** Puts the tokens of parts together, and ranks those that come at least `least` times in code point order. */
export function mergeTokens(parts: readonly StreamPart[], least: number): MergedTokens {
  const tokens = new Interner();
  const numbers = parts.map((part) => tokens.internAll(part.tokens));
  const occurrences = new Uint32Array(tokens.size);
  parts.forEach((part, k) => {
    addCounts(occurrences, part.occurrences, numbers[k]!);
  });
  const tokenOf = frequentInOrder(tokens, occurrences, least);
  const rank = ranksOf(tokenOf, tokens.size);
  return {
    tokens,
    tokenOf,
    occurrences: tokenOf.map((token) => occurrences[token]!),
    ranks: numbers.map((ofPart) => Int32Array.from(ofPart, (number) => rank[number]!)),
  };
}

/** Adds the counts of a part's tokens to those of all, where they have other numbers. */
export function addCounts(all: Uint32Array, ofPart: Uint32Array, numbers: Uint32Array): void {
  for (let token = 0; token < numbers.length; token++) all[numbers[token]!]! += ofPart[token]!;
}

/** Some documents of one of the parts. */
export interface PartRun {
  readonly part: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Puts the documents of parts behind one another in memory that all threads see.
 *
 * @param runs  Which documents come after which: all of them.
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

/** Puts rows of parts under one another: those of `runs`, which are all, in their order. */
export function stitchRows(parts: readonly CsrMatrix[], runs: readonly PartRun[]): CsrMatrix {
  return csrStack(runs.map(({ part, from, to }) => sliceOf(parts[part]!, from, to)));
}

/** Some rows of a matrix; what they hold is not copied. */
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
