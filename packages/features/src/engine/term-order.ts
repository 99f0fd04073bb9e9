import { entryStart, type Level } from "./level.js";

/** The n-grams whose first token is in one range of ranks: a level for each length. */
export type Block = readonly Level[];

/** The n-grams of blocks, as nodes of a trie, in term order: an n-gram comes right before those that begin with it. */
export interface TermOrder {
  readonly size: number;
  /** The block of each node, its level in the block (from 0), and its number in the level. */
  readonly block: Uint16Array;
  readonly level: Uint8Array;
  readonly node: Uint32Array;
  /** For each node the place in this order of the n-gram without the last token; −1 for n-grams of one token. */
  readonly parent: Int32Array;
  /** The rank of each node's last token. */
  readonly token: Uint32Array;
  /** 1 for a feature, 0 for an n-gram that is only the beginning of features. */
  readonly isFeature: Uint8Array;
}

/**
 * Puts the features of blocks, and the n-grams that they begin with, in term order: a depth-first walk of each trie. A
 * level is sorted by parent and then by token, so the children of a node are the next unvisited nodes of the next
 * level.
 *
 * @param isFeature  Whether a node with entries is a feature; default: all are.
 */
export function orderTerms(
  blocks: readonly Block[],
  isFeature: (block: number, level: number, node: number) => boolean = () => true,
): TermOrder {
  const flags = blocks.map((levels, b) => featureFlags(levels, (level, node) => isFeature(b, level, node)));
  const needed = blocks.map((levels, b) => neededFlags(levels, flags[b]!));
  const size = needed.reduce((sum, levels) => sum + levels.reduce((all, level) => all + ones(level), 0), 0);
  const order = {
    size,
    block: new Uint16Array(size),
    level: new Uint8Array(size),
    node: new Uint32Array(size),
    parent: new Int32Array(size),
    token: new Uint32Array(size),
    isFeature: new Uint8Array(size),
  };
  let at = 0;
  blocks.forEach((levels, b) => {
    const next = new Uint32Array(levels.length);
    const visit = (depth: number, node: number, parent: number): void => {
      const place = at;
      const isNeeded = needed[b]![depth]![node] === 1;
      if (isNeeded) {
        order.block[place] = b;
        order.level[place] = depth;
        order.node[place] = node;
        order.parent[place] = parent;
        order.token[place] = levels[depth]!.token[node]!;
        order.isFeature[place] = flags[b]![depth]![node]!;
        at++;
      }
      const below = levels[depth + 1];
      if (!below) return;
      while (next[depth + 1]! < below.size && below.parent[next[depth + 1]!] === node) {
        visit(depth + 1, next[depth + 1]!++, place);
      }
    };
    for (let node = 0; node < (levels[0]?.size ?? 0); node++) visit(0, node, -1);
  });
  return order;
}

function featureFlags(levels: Block, isFeature: (level: number, node: number) => boolean): Uint8Array[] {
  return levels.map((level, depth) => {
    const flags = new Uint8Array(level.size);
    for (let node = 0; node < level.size; node++) {
      if (level.entryEnd[node]! > entryStart(level, node) && isFeature(depth, node)) flags[node] = 1;
    }
    return flags;
  });
}

function neededFlags(levels: Block, features: readonly Uint8Array[]): Uint8Array[] {
  const needed = features.map((flags) => flags.slice());
  for (let depth = levels.length - 1; depth > 0; depth--) {
    const { parent, size } = levels[depth]!;
    for (let node = 0; node < size; node++) if (needed[depth]![node]) needed[depth - 1]![parent[node]!] = 1;
  }
  return needed;
}

function ones(flags: Uint8Array): number {
  let count = 0;
  for (const flag of flags) count += flag;
  return count;
}
