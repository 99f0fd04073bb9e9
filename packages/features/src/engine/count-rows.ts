import type { CsrMatrix } from "@imdb/core";
import { TokenBuffer } from "../tokenizers/token-buffer.js";
import type { Analyzer } from "./analyzer.js";
import { ColumnSorter } from "./column-sorter.js";
import { grown } from "./interner.js";
import { NgramFront } from "./ngram-front.js";
import type { TermLookup } from "./term-lookup.js";
import type { Vocabulary } from "./vocabulary.js";

const KEEP_UP_TO = 1 << 16;

/** Counts the terms of texts over a fixed vocabulary; what it does not know is left out. */
export type CountRows = (texts: readonly string[]) => CsrMatrix;

/**
 * Makes the counting function of a vocabulary. Between calls it keeps nothing but room to work in.
 */
export function rowCounter(analyzer: Analyzer, vocabulary: Vocabulary, lookup: TermLookup): CountRows {
  const { scanner, minN, maxN, binary } = analyzer;
  const { tokens, nodeOf } = vocabulary;
  const { slots } = tokens;
  const bits = 32 - Math.clz32(Math.max(nodeOf.length - 1, 1));
  const buffer = new TokenBuffer();
  const front = new NgramFront();
  const sorter = new ColumnSorter();
  let ids = new Int32Array(256);
  let hits = new Uint32Array(1024);
  let indices = new Uint32Array(1024);
  let values = new Float32Array(1024);
  let hitCount = 0;

  function take(columns: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const column = columns[i]!;
      hits[hitCount] = column;
      // −1 is written over by the next; which are −1 cannot be predicted.
      hitCount += 1 + (column >> 31);
    }
  }

  function findColumns(text: string): void {
    scanner.scan(text, buffer);
    const { count, units, from, to, low, high } = buffer;
    const room = count * (maxN - minN + 2);
    if (ids.length < count) ids = new Int32Array(count * 2);
    if (hits.length < room) hits = new Uint32Array(room * 2);
    hitCount = 0;
    front.start(count);
    for (let i = 0; i < count; i++) {
      const slot = tokens.slotOf(units, from[i]!, to[i]!, low[i]!, high[i]!);
      const token = slots[slot + 2]! - 1;
      ids[i] = token;
      front.grams[i] = token;
      front.columns[i] = slots[slot + 3]! - 1;
    }
    if (minN === 1) take(front.columns, count);
    for (let n = 2; n <= maxN && front.count > 0; n++) {
      front.lengthen(buffer, ids, n, minN);
      lookup.extend(front.grams, front.next, front.columns, front.count);
      if (n >= minN) take(front.columns, front.count);
    }
    for (let k = 0; k < front.shortCount && scanner.keepsShort; k++) {
      const column = lookup.columnOf(front.short[k]!);
      if (column >= 0) hits[hitCount++] = column;
    }
  }

  return (texts) => {
    const indptr = new Uint32Array(texts.length + 1);
    let used = 0;
    for (let row = 0; row < texts.length; row++) {
      findColumns(texts[row]!);
      if (used + hitCount > indices.length) {
        indices = grown(indices, used + hitCount);
        values = grown(values, used + hitCount);
      }
      const sorted = sorter.sort(hits, hitCount, bits);
      for (let k = 0; k < hitCount; ) {
        const column = sorted[k]!;
        const first = k++;
        while (k < hitCount && sorted[k] === column) k++;
        indices[used] = column;
        values[used++] = binary ? 1 : k - first;
      }
      indptr[row + 1] = used;
    }
    const matrix = {
      rows: texts.length,
      cols: nodeOf.length,
      indptr,
      indices: indices.slice(0, used),
      values: values.slice(0, used),
    };
    if (hits.length > KEEP_UP_TO) hits = new Uint32Array(1024);
    if (indices.length > KEEP_UP_TO) {
      indices = new Uint32Array(1024);
      values = new Float32Array(1024);
    }
    return matrix;
  };
}
