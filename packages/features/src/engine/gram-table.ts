import { grown } from "./interner.js";

/** Fields of a node in {@link GramTable.nodes}: four numbers, so that a node lies in one cache line. */
export const PARENT = 0;
/** The last token of the n-gram. */
export const TOKEN = 1;
/** Where the node's entry of the current document is: one past it, or something smaller for none. */
export const ENTRY = 2;
/** In how many documents the n-gram has come. */
export const DOCUMENTS = 3;

/**
 * Numbers distinct n-grams as pairs (number of the n-gram without its last token, last token): a trie whose
 * edges are in one open-addressing table. No n-gram is ever a string here. A child's number is greater than
 * its parent's.
 */
export class GramTable {
  size = 0;
  /** Four numbers a node; see {@link PARENT}. */
  nodes = new Int32Array(1 << 12);
  /** The node of each token as an n-gram of one, plus one; 0 for none. */
  private roots = new Int32Array(1 << 10);
  private slots = new Int32Array(1 << 11);
  private edges = 0;

  /** The n-gram of one token. */
  root(token: number): number {
    if (token >= this.roots.length) this.roots = grown(this.roots, token + 1);
    const known = this.roots[token]! - 1;
    if (known >= 0) return known;
    this.roots[token] = this.size + 1;
    return this.push(-1, token);
  }

  /** The n-gram of one token, or −1. */
  findRoot(token: number): number {
    return token < this.roots.length ? this.roots[token]! - 1 : -1;
  }

  /** An n-gram continued by a token. */
  child(parent: number, token: number): number {
    const { slots, nodes } = this;
    const mask = slots.length - 1;
    let slot = mix(parent, token) & mask;
    for (;;) {
      const node = slots[slot]! - 1;
      if (node < 0) break;
      if (nodes[4 * node + TOKEN] === token && nodes[4 * node] === parent) return node;
      slot = (slot + 1) & mask;
    }
    slots[slot] = this.size + 1;
    if (++this.edges * 2 > slots.length) this.rehash();
    return this.push(parent, token);
  }

  /** An n-gram continued by a token, or −1. */
  findChild(parent: number, token: number): number {
    const { slots, nodes } = this;
    const mask = slots.length - 1;
    let slot = mix(parent, token) & mask;
    for (;;) {
      const node = slots[slot]! - 1;
      if (node < 0) return -1;
      if (nodes[4 * node + TOKEN] === token && nodes[4 * node] === parent) return node;
      slot = (slot + 1) & mask;
    }
  }

  /** Makes room at once for a table that is going to be large. */
  reserve(size: number): void {
    if (4 * size > this.nodes.length) this.nodes = grown(this.nodes, (4 * size) / 1.5);
    let slots = this.slots.length;
    while (slots < 2 * size) slots *= 2;
    if (slots > this.slots.length) this.resize(slots);
  }

  private push(parent: number, token: number): number {
    const node = this.size++;
    if (4 * node + 4 > this.nodes.length) this.nodes = grown(this.nodes, 4 * node + 4);
    this.nodes[4 * node] = parent;
    this.nodes[4 * node + TOKEN] = token;
    return node;
  }

  private rehash(): void {
    this.resize(this.slots.length * 2);
  }

  private resize(length: number): void {
    const slots = new Int32Array(length);
    const { nodes } = this;
    const mask = length - 1;
    for (const stored of this.slots) {
      if (stored === 0) continue;
      let slot = mix(nodes[4 * (stored - 1)]!, nodes[4 * (stored - 1) + TOKEN]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = stored;
    }
    this.slots = slots;
  }
}

function mix(parent: number, token: number): number {
  const h = Math.imul(parent, 0x2c1b3c6d) ^ Math.imul(token, 0x297a2d39);
  return Math.imul(h ^ (h >>> 15), 0x85ebca6b) ^ (h >>> 13);
}
