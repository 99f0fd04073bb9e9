import type { TokenBuffer } from "../tokenizers/token-buffer.js";
import { EdgeTable } from "./edge-table.js";
import { findTokens } from "./find-tokens.js";
import { numberGrams } from "./numbered-grams.js";
import type { Vocabulary } from "./vocabulary.js";

/**
 * Finds the n-grams of a vocabulary, token by token. An n-gram's number here is its column, so that there is
 * nothing to look up behind it; those that are only beginnings have numbers above the columns'.
 */
export interface TermLookup {
  /** Writes the number of each token of a document, −1 for unknown ones, and that of the n-gram it is by itself. */
  begin(buffer: TokenBuffer, tokens: Int32Array, grams: Int32Array): void;
  /**
   * Replaces each of `grams[0 … count]` by the n-gram that it makes with the token beside it; −1 where there is
   * none. A gram or token of −1 makes none.
   */
  extend(grams: Int32Array, tokens: Int32Array, count: number): void;
}

/** Makes the lookup of a vocabulary, and notes with each of its tokens what n-gram it is by itself, plus one. */
export function termLookup(vocabulary: Vocabulary): TermLookup {
  const { tokens } = vocabulary;
  const { count, single, edges } = numberGrams(vocabulary);
  tokens.note(single.map((gram) => gram + 1));
  const table = new EdgeTable(edges, { grams: count, tokens: tokens.size });
  return {
    begin: (buffer, ids, into) => findTokens(tokens, buffer, ids, into),
    extend: (from, by, size) => table.follow(from, by, size),
  };
}
