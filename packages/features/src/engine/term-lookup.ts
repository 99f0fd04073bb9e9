import type { TokenBuffer } from "../tokenizers/token-buffer.js";
import { findTokens } from "./find-tokens.js";
import { numberNgrams } from "./numbered-ngrams.js";
import { TransitionTable } from "./transition-table.js";
import type { Vocabulary } from "./vocabulary.js";

/**
 * Finds the n-grams of a vocabulary, token by token. The number of a feature is its column, so that the column needs no
 * lookup of its own; n-grams that are only the beginning of features have higher numbers.
 */
export interface TermLookup {
  /** Writes the number of each token of a document, and that of the n-gram of this token alone; −1 for unknown ones. */
  begin(buffer: TokenBuffer, tokens: Int32Array, ngrams: Int32Array): void;
  /**
   * Replaces each of `ngrams[0 … count]` by the n-gram that it makes with the token at the same place; −1 if there is
   * none, or if the n-gram or the token is −1.
   */
  extend(ngrams: Int32Array, tokens: Int32Array, count: number): void;
}

/** Makes the lookup of a vocabulary. It sets the note of each of its tokens: the n-gram of this one token, plus one. */
export function termLookup(vocabulary: Vocabulary): TermLookup {
  const { tokens } = vocabulary;
  const { count, single, transitions } = numberNgrams(vocabulary);
  tokens.note(single.map((ngram) => ngram + 1));
  const table = new TransitionTable(transitions, { ngrams: count, tokens: tokens.size });
  return {
    begin: (buffer, ids, into) => findTokens(tokens, buffer, ids, into),
    extend: (from, by, size) => table.follow(from, by, size),
  };
}
