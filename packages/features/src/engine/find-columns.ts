import { lazy } from "../lazy.js";
import { TokenBuffer } from "../tokenizers/token-buffer.js";
import type { Analyzer } from "./analyzer.js";
import { ColumnSorter } from "./column-sorter.js";
import { lookupKernel } from "./lookup-kernel.js";
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

/**
 * Makes the finder of a vocabulary: a kernel, where there is one, and the plain one for what it leaves to others.
 * Between calls it keeps nothing but room to work in.
 *
 * @param lookUp  Gives the vocabulary's lookup, which takes memory; asked only when it is needed.
 */
export function columnFinder(
  analyzer: Analyzer,
  vocabulary: Vocabulary,
  lookUp: () => TermLookup,
): ColumnFinder {
  const kernel = lookupKernel(analyzer, vocabulary);
  if (kernel === null) return plainFinder(analyzer, vocabulary, lookUp());
  const hits = new Uint32Array(kernel.kernel.memory.buffer, kernel.hits, kernel.maxHits);
  const bits = columnBits(vocabulary);
  const sorter = new ColumnSorter();
  const plain = lazy(() => plainFinder(analyzer, vocabulary, lookUp()));
  let count = 0;
  return {
    get count() {
      return count;
    },
    find(text) {
      const bytes = kernel.find(text);
      if (bytes >= 0) {
        count = bytes / hits.BYTES_PER_ELEMENT;
        return sorter.sort(hits, count, bits);
      }
      const columns = plain().find(text);
      count = plain().count;
      return columns;
    },
  };
}

/** How many low bits the columns of a vocabulary differ in. */
export function columnBits({ nodeOf }: Vocabulary): number {
  return 32 - Math.clz32(Math.max(nodeOf.length - 1, 1));
}

/** Makes the finder of any vocabulary, without a kernel. */
export function plainFinder(
  { scanner, minN, maxN }: Analyzer,
  vocabulary: Vocabulary,
  lookup: TermLookup,
): ColumnFinder {
  const columns = vocabulary.nodeOf.length;
  const bits = columnBits(vocabulary);
  const buffer = new TokenBuffer();
  const front = new NgramFront();
  const sorter = new ColumnSorter();
  let ids = new Int32Array(256);
  let hits = new Uint32Array(1024);
  let hitCount = 0;

  /** Takes the n-grams that are features. */
  function take(grams: Int32Array, count: number): void {
    const into = hits;
    let used = hitCount;
    for (let i = 0; i < count; i++) {
      const gram = grams[i]!;
      into[used] = gram;
      // What is none is written over by the next; which are cannot be predicted.
      used += (~gram & (gram - columns)) >>> 31;
    }
    hitCount = used;
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
      const { count } = buffer;
      makeRoom(count);
      front.start(count);
      lookup.begin(buffer, ids, front.grams);
      if (minN === 1) take(front.grams, count);
      for (let n = 2; n <= maxN && front.count > 0; n++) {
        front.lengthen(buffer, ids, n, minN);
        lookup.extend(front.grams, front.next, front.count);
        if (n >= minN) take(front.grams, front.count);
      }
      if (scanner.keepsShort) take(front.short, front.shortCount);
      return sorter.sort(hits, hitCount, bits);
    },
  };
}
