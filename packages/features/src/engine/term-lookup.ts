import { columnsOf, type Vocabulary } from "./vocabulary.js";

/**
 * Finds the n-grams of a vocabulary, token by token. An n-gram of one token has its token's number; a longer
 * one, its number in the vocabulary above the tokens'.
 */
export interface TermLookup {
  /** The column of an n-gram by its number here; −1 for none. */
  columnOf(gram: number): number;
  /**
   * Replaces each of `grams[0 … count]` by the n-gram that it makes with the token beside it, and writes that
   * n-gram's column; −1 for both where there is none. A gram or token of −1 makes none.
   */
  extend(grams: Int32Array, tokens: Int32Array, columns: Int32Array, count: number): void;
}

/**
 * Makes the lookup of a vocabulary, and notes with each token its column plus one. An open-addressing table
 * (linear probing, at most half full), whose slots hold all there is to know of an n-gram, so that a lookup
 * waits for memory once.
 */
export function termLookup(vocabulary: Vocabulary): TermLookup {
  const { parent, token, tokens } = vocabulary;
  const column = columnsOf(vocabulary);
  const ofToken = new Int32Array(tokens.size).fill(-1);
  let edges = 0;
  for (let node = 0; node < parent.length; node++) {
    if (parent[node]! >= 0) edges++;
    else ofToken[token[node]!] = column[node]!;
  }
  tokens.note(ofToken.map((one) => one + 1));
  const mask = 2 ** Math.ceil(Math.log2(Math.max(2 * edges, 2))) - 1;
  // Beginning, token, n-gram (0, which no longer one has, in an empty slot), column.
  const slots = new Int32Array(4 * (mask + 1));
  for (let node = 0; node < parent.length; node++) {
    const before = parent[node]!;
    if (before < 0) continue;
    const from = parent[before]! < 0 ? token[before]! : tokens.size + before;
    let slot = mix(from, token[node]!) & mask;
    while (slots[4 * slot + 2] !== 0) slot = (slot + 1) & mask;
    slots[4 * slot] = from;
    slots[4 * slot + 1] = token[node]!;
    slots[4 * slot + 2] = tokens.size + node;
    slots[4 * slot + 3] = column[node]!;
  }

  function extend(grams: Int32Array, next: Int32Array, columns: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const from = grams[i]!;
      const by = next[i]!;
      let found = -1;
      let at = -1;
      if ((from | by) >= 0) {
        let slot = 4 * (mix(from, by) & mask);
        while (slots[slot + 2] !== 0) {
          if (slots[slot] === from && slots[slot + 1] === by) {
            found = slots[slot + 2]!;
            at = slots[slot + 3]!;
            break;
          }
          slot = (slot + 4) & (4 * mask + 3);
        }
      }
      grams[i] = found;
      columns[i] = at;
    }
  }

  const columnOf = (gram: number) => (gram < tokens.size ? ofToken[gram]! : column[gram - tokens.size]!);
  return { columnOf, extend };
}

function mix(gram: number, token: number): number {
  const h = Math.imul(gram, 0x2c1b3c6d) ^ Math.imul(token, 0x297a2d39);
  return Math.imul(h ^ (h >>> 15), 0x85ebca6b) ^ (h >>> 13);
}
