import { TokenBuffer } from "../tokenizers/token-buffer.js";
import type { Analyzer } from "./analyzer.js";
import { DOCUMENTS, ENTRY, GramTable } from "./gram-table.js";
import { grown, Interner } from "./interner.js";

/**
 * Counts the terms of one document after another, learning every term it meets: the first pass of a fit.
 *
 * Tokens are interned as numbers and n-grams as paths of a trie over those numbers. Each node knows where its
 * entry of the current document is, so a document's terms are counted without a table of its own.
 */
export class TermCounter {
  readonly tokens = new Interner();
  readonly grams = new GramTable();
  /** Node and count of every entry; those of a document lie together, in order of first occurrence. */
  entries = new Uint32Array(1 << 12);
  counts = new Float32Array(1 << 12);
  /** One past the last entry of each document. */
  rowEnds = new Uint32Array(1 << 10);
  documents = 0;
  private used = 0;
  private base = 0;
  private ids = new Int32Array(0);
  private readonly buffer = new TokenBuffer();
  private readonly analyzer: Analyzer;

  constructor(analyzer: Analyzer) {
    this.analyzer = analyzer;
  }

  /** Counts a document. */
  add(text: string): void {
    const { scanner, minN, maxN } = this.analyzer;
    const { buffer, grams } = this;
    scanner.scan(text, buffer);
    const { count, reach } = buffer;
    const ids = this.intern(count);
    this.makeRoom(count * (maxN - minN + 1));
    this.base = this.used;
    for (let i = 0; i < count; i++) {
      const reached = reach[i]!;
      let node = grams.root(ids[i]!);
      if (minN === 1) this.hit(node);
      const stop = i + maxN < reached ? i + maxN : reached;
      for (let j = i + 1; j < stop; j++) {
        node = grams.child(node, ids[j]!);
        if (j - i + 1 >= minN) this.hit(node);
      }
      if (scanner.keepsShort && reached - i < minN && (i === 0 || reach[i - 1] === i)) this.hit(node);
    }
    if (this.analyzer.binary) this.counts.fill(1, this.base, this.used);
    if (this.documents === this.rowEnds.length) this.rowEnds = grown(this.rowEnds, this.documents + 1);
    this.rowEnds[this.documents++] = this.used;
  }

  private intern(count: number): Int32Array {
    const { buffer, tokens } = this;
    const { units, from, to, hash } = buffer;
    if (this.ids.length < count) this.ids = new Int32Array(count * 2);
    const { ids } = this;
    for (let i = 0; i < count; i++) ids[i] = tokens.intern(units, from[i]!, to[i]!, hash[i]!);
    return ids;
  }

  private hit(node: number): void {
    const { nodes } = this.grams;
    const at = nodes[4 * node + ENTRY]!;
    if (at > this.base) {
      this.counts[at - 1]!++;
      return;
    }
    this.entries[this.used] = node;
    this.counts[this.used++] = 1;
    nodes[4 * node + ENTRY] = this.used;
    nodes[4 * node + DOCUMENTS]!++;
  }

  private makeRoom(more: number): void {
    const needed = this.used + more;
    if (needed <= this.entries.length) return;
    this.entries = grown(this.entries, needed);
    this.counts = grown(this.counts, needed);
  }
}
