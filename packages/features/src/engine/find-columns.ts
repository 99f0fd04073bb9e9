import { lazy } from "../lazy.js";
import { TokenBuffer } from "../tokenizers/token-buffer.js";
import type { Analyzer } from "./analyzer.js";
import { ColumnSorter } from "./column-sorter.js";
import { lookupKernel } from "./lookup-kernel.js";
import { NgramCandidates } from "./ngram-candidates.js";
import type { TermLookup } from "./term-lookup.js";
import type { Vocabulary } from "./vocabulary.js";

const MAX_KEPT = 1 << 16;

/** Finds the columns of a text's terms, each as often as its term occurs; unknown terms are left out. */
export interface ColumnFinder {
  /** Number of columns of the last text, repeated ones included. */
  readonly count: number;
  /** The columns of a text, ascending, in the first `count` places; the next call overwrites them. */
  find(text: string): Uint32Array;
}

/**
 * Makes the finder of a vocabulary: a kernel, where there is one, and the plain finder for texts that it cannot do.
 * Between calls it keeps nothing but its workspace.
 *
 * @param lookUp  Returns the vocabulary's lookup, which takes memory; called only when needed.
 */
export function columnFinder(
  analyzer: Analyzer,
  vocabulary: Vocabulary,
  lookUp: () => TermLookup,
): ColumnFinder {
  const lookup = lookupKernel(analyzer, vocabulary);
  if (lookup === null) return plainFinder(analyzer, vocabulary, lookUp());
  const hits = new Uint32Array(lookup.kernel.memory.buffer, lookup.hits, lookup.maxHits);
  const bits = columnBits(vocabulary);
  const sorter = new ColumnSorter();
  const plain = lazy(() => plainFinder(analyzer, vocabulary, lookUp()));
  let count = 0;
  return {
    get count() {
      return count;
    },
    find(text) {
      const bytes = lookup.find(text);
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

/** The number of low bits in which the columns of a vocabulary differ. */
export function columnBits({ nodeOf }: Vocabulary): number {
  return 32 - Math.clz32(Math.max(nodeOf.length - 1, 1));
}

/** Makes the finder of any vocabulary, without the kernel. */
export function plainFinder(
  { scanner, minN, maxN }: Analyzer,
  vocabulary: Vocabulary,
  lookup: TermLookup,
): ColumnFinder {
  const columns = vocabulary.nodeOf.length;
  const bits = columnBits(vocabulary);
  const buffer = new TokenBuffer();
  const candidates = new NgramCandidates();
  const sorter = new ColumnSorter();
  let ids = new Int32Array(256);
  let hits = new Uint32Array(1024);
  let hitCount = 0;

  /** Adds the n-grams that are features to the hits. */
  function addFeatures(ngrams: Int32Array, count: number): void {
    const into = hits;
    let used = hitCount;
    for (let i = 0; i < count; i++) {
      const ngram = ngrams[i]!;
      into[used] = ngram;
      // Written without an `if`, whose outcome a processor cannot predict: every n-gram is written, and the end moves
      // only for a feature, so that the next one replaces an n-gram that is no feature.
      used += (~ngram & (ngram - columns)) >>> 31;
    }
    hitCount = used;
  }

  function reserve(count: number): void {
    const maxHits = count * (maxN - minN + 2);
    if (ids.length < count) ids = new Int32Array(count * 2);
    if (hits.length < maxHits || (hits.length > MAX_KEPT && maxHits <= MAX_KEPT)) {
      hits = new Uint32Array(Math.max(maxHits * 2, 1024));
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
      reserve(count);
      candidates.start(count);
      lookup.begin(buffer, ids, candidates.ngrams);
      if (minN === 1) addFeatures(candidates.ngrams, count);
      for (let n = 2; n <= maxN && candidates.count > 0; n++) {
        candidates.keepExtensible(buffer, ids, n, minN);
        lookup.extend(candidates.ngrams, candidates.next, candidates.count);
        if (n >= minN) addFeatures(candidates.ngrams, candidates.count);
      }
      if (scanner.keepsShort) addFeatures(candidates.short, candidates.shortCount);
      return sorter.sort(hits, hitCount, bits);
    },
  };
}
