import type { TokenBuffer } from "../tokenizers/token-buffer.js";
import { EdgeTable } from "./edge-table.js";
import { findTokens } from "./find-tokens.js";
import { columnsOf, type Vocabulary } from "./vocabulary.js";

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
  const { parent, token, tokens, nodeOf } = vocabulary;
  const gramOf = columnsOf(vocabulary);
  const single = new Int32Array(tokens.size).fill(-1);
  let grams = nodeOf.length;
  let count = 0;
  for (let node = 0; node < parent.length; node++) {
    if (gramOf[node]! < 0) gramOf[node] = grams++;
    if (parent[node]! < 0) single[token[node]!] = gramOf[node]!;
    else count++;
  }
  tokens.note(single.map((gram) => gram + 1));
  const edges = { from: new Int32Array(count), tokens: new Int32Array(count), makes: new Int32Array(count) };
  for (let node = 0, edge = 0; node < parent.length; node++) {
    if (parent[node]! < 0) continue;
    edges.from[edge] = gramOf[parent[node]!]!;
    edges.tokens[edge] = token[node]!;
    edges.makes[edge++] = gramOf[node]!;
  }
  const table = new EdgeTable(edges, { grams, tokens: tokens.size });
  return {
    begin: (buffer, ids, into) => findTokens(tokens, buffer, ids, into),
    extend: (from, by, size) => table.follow(from, by, size),
  };
}
