import { GramTable, PARENT, TOKEN } from "./gram-table.js";
import { Interner } from "./interner.js";
import { sortTokens } from "./token-order.js";
import { COLUMN, type Vocabulary } from "./vocabulary.js";

/** A vocabulary, and where the n-grams it was made of went. */
export interface Frozen {
  readonly vocabulary: Vocabulary;
  /** The column of each node of the table given, or −1. */
  readonly columnOf: Int32Array;
}

/**
 * Makes the vocabulary of the n-grams to be kept, with columns in code point order of their names.
 *
 * A space sorts below every unit that a word can hold, and characters are names of one code point, so the
 * order of joined names is the order of token sequences: a walk through the trie with children in token order.
 * Everything is a counting sort but the tokens themselves.
 *
 * @param keep  1 for each node of `grams` that is to be a feature.
 */
export function freeze(tokens: Interner, grams: GramTable, keep: Uint8Array, joiner: " " | ""): Frozen {
  const needed = withAncestors(grams, keep);
  const order = sortTokens(tokens, usedTokens(tokens, grams, needed));
  const rank = new Int32Array(tokens.size);
  for (let r = 0; r < order.length; r++) rank[order[r]!] = r;

  const walk = preOrder(grams, needed, rank, order.length);
  const frozen = new GramTable();
  frozen.reserve(walk.length);
  const nodeAt = new Int32Array(grams.size);
  const columnOf = new Int32Array(grams.size).fill(-1);
  const nodeOf: number[] = [];
  for (let k = 0; k < walk.length; k++) {
    const old = walk[k]!;
    const parent = grams.nodes[4 * old + PARENT]!;
    const token = rank[grams.nodes[4 * old + TOKEN]!]!;
    const node = parent < 0 ? frozen.root(token) : frozen.child(nodeAt[parent]!, token);
    nodeAt[old] = node;
    if (keep[old]) columnOf[old] = nodeOf.push(node) - 1;
    frozen.nodes[4 * node + COLUMN] = columnOf[old]!;
  }
  const vocabulary = {
    joiner,
    tokens: copyTokens(tokens, order),
    grams: frozen,
    nodeOf: Uint32Array.from(nodeOf),
  };
  return { vocabulary, columnOf };
}

function withAncestors(grams: GramTable, keep: Uint8Array): Uint8Array {
  const needed = keep.slice();
  for (let node = grams.size - 1; node >= 0; node--) {
    const parent = grams.nodes[4 * node + PARENT]!;
    if (needed[node] && parent >= 0) needed[parent] = 1;
  }
  return needed;
}

function usedTokens(tokens: Interner, grams: GramTable, needed: Uint8Array): Uint32Array {
  const used = new Uint8Array(tokens.size);
  for (let node = 0; node < grams.size; node++) {
    if (needed[node]) used[grams.nodes[4 * node + TOKEN]!] = 1;
  }
  return listOf(used);
}

/** The places of the ones, ascending. */
function listOf(flags: Uint8Array): Uint32Array {
  let count = 0;
  for (let i = 0; i < flags.length; i++) count += flags[i]!;
  const list = new Uint32Array(count);
  for (let i = flags.length - 1; i >= 0; i--) if (flags[i]) list[--count] = i;
  return list;
}

function preOrder(grams: GramTable, needed: Uint8Array, rank: Int32Array, ranks: number): Uint32Array {
  const { nodes, size } = grams;
  const byToken = countingSort(listOf(needed), (node) => rank[nodes[4 * node + TOKEN]!]!, ranks);
  // Stable: within a parent the children stay in token order.
  const firstChild = new Uint32Array(size + 2);
  const children = countingSort(byToken, (node) => nodes[4 * node + PARENT]! + 1, size + 1, firstChild);
  const walk = new Uint32Array(children.length);
  const stack: number[] = [];
  const pushChildren = (of: number) => {
    for (let k = firstChild[of + 1]! - 1; k >= firstChild[of]!; k--) stack.push(children[k]!);
  };
  let at = 0;
  pushChildren(0);
  while (stack.length > 0) {
    const node = stack.pop()!;
    walk[at++] = node;
    pushChildren(node + 1);
  }
  return walk;
}

function countingSort(
  items: Uint32Array,
  keyOf: (item: number) => number,
  keys: number,
  starts: Uint32Array = new Uint32Array(keys + 1),
): Uint32Array {
  for (const item of items) starts[keyOf(item) + 1]!++;
  for (let key = 0; key < keys; key++) starts[key + 1]! += starts[key]!;
  const next = starts.slice();
  const sorted = new Uint32Array(items.length);
  for (const item of items) sorted[next[keyOf(item)]!++] = item;
  return sorted;
}

function copyTokens(tokens: Interner, order: Uint32Array): Interner {
  const copy = new Interner();
  for (const token of order) {
    copy.intern(tokens.units, tokens.start(token), tokens.ends[token]!, tokens.hashOf(token));
  }
  return copy;
}
