import type { CsrMatrix } from "@imdb/core";
import { TokenBuffer } from "../tokenizers/token-buffer.js";
import type { Analyzer } from "./analyzer.js";
import { ENTRY } from "./gram-table.js";
import { grown } from "./interner.js";
import { RowSorter } from "./row-sort.js";
import { COLUMN, type Vocabulary } from "./vocabulary.js";

const KEEP_UP_TO = 1 << 16;

/** Counts the terms of texts over a fixed vocabulary; what it does not know is left out. */
export type CountRows = (texts: readonly string[]) => CsrMatrix;

/**
 * Makes the counting function of a vocabulary. Between calls it keeps nothing but room to work in.
 */
export function rowCounter(analyzer: Analyzer, vocabulary: Vocabulary): CountRows {
  const { scanner, minN, maxN, binary } = analyzer;
  const { tokens, grams, nodeOf } = vocabulary;
  const { nodes } = grams;
  const bits = 32 - Math.clz32(Math.max(nodeOf.length - 1, 1));
  const buffer = new TokenBuffer();
  const sorter = new RowSorter();
  let columns = new Uint32Array(1024);
  let counts = new Float32Array(1024);
  let ids = new Int32Array(256);
  let seen = new Int32Array(1024);
  let base = 0;
  let used = 0;

  function hit(node: number): void {
    const column = nodes[4 * node + COLUMN]!;
    if (column < 0) return;
    const at = nodes[4 * node + ENTRY]!;
    if (at > 0) {
      counts[at - 1]!++;
      return;
    }
    seen[used - base] = node;
    columns[used] = column;
    counts[used++] = 1;
    nodes[4 * node + ENTRY] = used;
  }

  function countDocument(text: string): void {
    scanner.scan(text, buffer);
    const { count, reach, units, from, to, hash } = buffer;
    makeRoom(count);
    for (let i = 0; i < count; i++) ids[i] = tokens.find(units, from[i]!, to[i]!, hash[i]!);
    base = used;
    for (let i = 0; i < count; i++) {
      if (ids[i]! < 0) continue;
      let node = grams.findRoot(ids[i]!);
      if (node < 0) continue;
      if (minN === 1) hit(node);
      const reached = reach[i]!;
      if (scanner.keepsShort && reached - i < minN && (i === 0 || reach[i - 1] === i)) {
        hitWhole(node, i, reached);
        continue;
      }
      const stop = i + maxN < reached ? i + maxN : reached;
      for (let j = i + 1; j < stop; j++) {
        if (ids[j]! < 0) break;
        node = grams.findChild(node, ids[j]!);
        if (node < 0) break;
        if (j - i + 1 >= minN) hit(node);
      }
    }
    for (let k = base; k < used; k++) nodes[4 * seen[k - base]! + ENTRY] = 0;
    if (binary) counts.fill(1, base, used);
    sorter.sort(columns, counts, base, used, bits);
  }

  function hitWhole(root: number, i: number, reached: number): void {
    let node = root;
    for (let j = i + 1; j < reached; j++) {
      if (ids[j]! < 0) return;
      node = grams.findChild(node, ids[j]!);
      if (node < 0) return;
    }
    hit(node);
  }

  function makeRoom(count: number): void {
    const more = count * (maxN - minN + 1);
    if (ids.length < count) ids = new Int32Array(count * 2);
    if (seen.length < more) seen = new Int32Array(more * 2);
    if (used + more <= columns.length) return;
    columns = grown(columns, used + more);
    counts = grown(counts, used + more);
  }

  return (texts) => {
    used = 0;
    const indptr = new Uint32Array(texts.length + 1);
    for (let row = 0; row < texts.length; row++) {
      countDocument(texts[row]!);
      indptr[row + 1] = used;
    }
    const indices = columns.slice(0, used);
    const values = counts.slice(0, used);
    if (columns.length > KEEP_UP_TO) {
      columns = new Uint32Array(1024);
      counts = new Float32Array(1024);
    }
    return { rows: texts.length, cols: nodeOf.length, indptr, indices, values };
  };
}
