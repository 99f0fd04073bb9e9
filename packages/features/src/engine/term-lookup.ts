import { columnsOf, type Vocabulary } from "./vocabulary.js";

/** Finds the n-grams of a vocabulary, token by token. */
export interface TermLookup {
  /** The n-gram of one token, −1 for none. */
  readonly root: Int32Array;
  /** The column of each n-gram, −1 for none. */
  readonly column: Int32Array;
  /**
   * Replaces each of `nodes[0 … count]` by the n-gram that it makes with the token beside it, and writes that
   * n-gram's column; −1 for both where there is none. A node or token of −1 makes none.
   */
  extend(nodes: Int32Array, tokens: Int32Array, columns: Int32Array, count: number): void;
}

/**
 * Makes the lookup of a vocabulary: an open-addressing table (linear probing, at most half full) whose slots
 * hold all there is to know of an n-gram, so that a lookup waits for memory once.
 */
export function termLookup(vocabulary: Vocabulary): TermLookup {
  const { parent, token, tokens } = vocabulary;
  const column = columnsOf(vocabulary);
  const root = new Int32Array(tokens.size).fill(-1);
  let edges = 0;
  for (let node = 0; node < parent.length; node++) if (parent[node]! >= 0) edges++;
  const mask = 2 ** Math.ceil(Math.log2(Math.max(2 * edges, 2))) - 1;
  // Parent, token, n-gram plus one (0 in an empty slot), column.
  const slots = new Int32Array(4 * (mask + 1));
  for (let node = 0; node < parent.length; node++) {
    if (parent[node]! < 0) {
      root[token[node]!] = node;
      continue;
    }
    let slot = mix(parent[node]!, token[node]!) & mask;
    while (slots[4 * slot + 2] !== 0) slot = (slot + 1) & mask;
    slots[4 * slot] = parent[node]!;
    slots[4 * slot + 1] = token[node]!;
    slots[4 * slot + 2] = node + 1;
    slots[4 * slot + 3] = column[node]!;
  }

  function extend(nodes: Int32Array, next: Int32Array, columns: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const from = nodes[i]!;
      const by = next[i]!;
      let found = -1;
      let at = -1;
      if ((from | by) >= 0) {
        let slot = 4 * (mix(from, by) & mask);
        while (slots[slot + 2] !== 0) {
          if (slots[slot] === from && slots[slot + 1] === by) {
            found = slots[slot + 2]! - 1;
            at = slots[slot + 3]!;
            break;
          }
          slot = (slot + 4) & (4 * mask + 3);
        }
      }
      nodes[i] = found;
      columns[i] = at;
    }
  }

  return { root, column, extend };
}

function mix(parent: number, token: number): number {
  const h = Math.imul(parent, 0x2c1b3c6d) ^ Math.imul(token, 0x297a2d39);
  return Math.imul(h ^ (h >>> 15), 0x85ebca6b) ^ (h >>> 13);
}
