import { type GramTable, PARENT, TOKEN } from "./gram-table.js";
import type { Interner } from "./interner.js";

/** Field of a node of {@link Vocabulary.grams}: the column of the n-gram, or −1 when it is only a beginning. */
export const COLUMN = 3;

/**
 * The terms that are features. Tokens are in code point order and n-grams in the order of a walk through the
 * trie, so the same features have the same arrays however they were found.
 */
export interface Vocabulary {
  readonly joiner: " " | "";
  readonly tokens: Interner;
  readonly grams: GramTable;
  /** The node of each column. */
  readonly nodeOf: Uint32Array;
}

/** The term of each column, tokens joined. */
export function termsOf(vocabulary: Vocabulary): string[] {
  const { grams, tokens, nodeOf, joiner } = vocabulary;
  const texts: string[] = new Array(grams.size);
  for (let node = 0; node < grams.size; node++) {
    const token = tokens.text(grams.nodes[4 * node + TOKEN]!);
    const parent = grams.nodes[4 * node + PARENT]!;
    texts[node] = parent < 0 ? token : texts[parent]! + joiner + token;
  }
  return Array.from(nodeOf, (node) => texts[node]!);
}
