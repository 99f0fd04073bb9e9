import { TokenBuffer } from "../tokenizers/token-buffer.js";
import type { Analyzer } from "./analyzer.js";
import { ColumnSorter } from "./column-sorter.js";
import { NgramFront } from "./ngram-front.js";
import type { TermLookup } from "./term-lookup.js";
import type { Vocabulary } from "./vocabulary.js";

const KEEP_UP_TO = 1 << 16;

/** Finds the columns of a text's terms, each as often as its term occurs; what is not known is left out. */
export interface ColumnFinder {
  /** How many columns the last text has, repeats counted. */
  readonly count: number;
  /** The columns of a text, ascending, in the first `count` places; the next call overwrites them. */
  find(text: string): Uint32Array;
}

/** Makes the finder of a vocabulary. Between calls it keeps nothing but room to work in. */
export function columnFinder(
  { scanner, minN, maxN }: Analyzer,
  { tokens, nodeOf }: Vocabulary,
  lookup: TermLookup,
): ColumnFinder {
  const bits = 32 - Math.clz32(Math.max(nodeOf.length - 1, 1));
  const buffer = new TokenBuffer();
  const front = new NgramFront();
  const sorter = new ColumnSorter();
  let ids = new Int32Array(256);
  let hits = new Uint32Array(1024);
  let hitCount = 0;

  function take(columns: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const column = columns[i]!;
      hits[hitCount] = column;
      // −1 is written over by the next; which are −1 cannot be predicted.
      hitCount += 1 + (column >> 31);
    }
  }

  function makeRoom(count: number): void {
    const room = count * (maxN - minN + 2);
    if (ids.length < count) ids = new Int32Array(count * 2);
    if (hits.length < room || (hits.length > KEEP_UP_TO && room <= KEEP_UP_TO)) {
      hits = new Uint32Array(Math.max(room * 2, 1024));
    }
    hitCount = 0;
  }

  return {
    get count() {
      return hitCount;
    },
    find(text) {
      scanner.scan(text, buffer);
      const { count, units, from, to, low, high } = buffer;
      makeRoom(count);
      front.start(count);
      for (let i = 0; i < count; i++) {
        const slot = tokens.slotOf(units, from[i]!, to[i]!, low[i]!, high[i]!);
        // Read anew: the lookup may have laid the table out anew.
        const { slots } = tokens;
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
      return sorter.sort(hits, hitCount, bits);
    },
  };
}
