import { type RunOptions, throwIfCancelled, yieldToEventLoop } from "@imdb/core";
import { createBuckets } from "./buckets.js";
import type { NearDuplicateRules } from "./near-duplicate-rules.js";
import { createPairMemory } from "./pair-memory.js";
import { maxShingles, shingles } from "./shingles.js";
import { createUnionFind } from "./union-find.js";

/** The MinHash sketches of texts. */
export interface Sketches {
  /** `bands` keys a text. */
  readonly keys: Uint32Array;
  readonly bands: number;
  /** The number of shingles of each text; a text with 0 is in no cluster. */
  readonly shingles: Uint32Array;
}

/** The number of different texts of a bucket that a text is compared with. It limits the work for hostile data. */
const REPRESENTATIVES = 8;

/**
 * For each text the index of the first text of its cluster. Texts that share a band of their sketches are
 * compared, shingle by shingle, and linked when they are at least as similar as the threshold.
 *
 * @throws `CANCELLED`
 */
export async function clusterTexts(
  texts: readonly string[],
  sketches: Sketches,
  rules: NearDuplicateRules,
  run: RunOptions,
): Promise<Int32Array> {
  const n = texts.length;
  const sets = createUnionFind(n);
  const isSimilar = createComparer(texts, rules);
  const different = createPairMemory(n);
  const buckets = createBuckets(n);
  for (let band = 0; band < sketches.bands; band++) {
    throwIfCancelled(run.signal, "Looking for near duplicates");
    await yieldToEventLoop();
    for (const first of buckets.fill(sketches.keys, sketches.shingles, band, sketches.bands)) {
      const representatives = [first];
      for (let i = buckets.next[first]!; i !== -1; i = buckets.next[i]!) {
        let isNew = true;
        for (const other of representatives) {
          if (sets.find(i) === sets.find(other)) isNew = false;
          else if (!different.has(other, i)) {
            if (isSimilar(other, i)) {
              sets.union(other, i);
              isNew = false;
            } else different.add(other, i);
          }
          if (!isNew) break;
        }
        if (isNew && representatives.length < REPRESENTATIVES) representatives.push(i);
      }
    }
  }
  return Int32Array.from({ length: n }, (_, i) => sets.find(i));
}

function createComparer(
  texts: readonly string[],
  { threshold, shingleSize }: NearDuplicateRules,
): (i: number, j: number) => boolean {
  let words = new Int32Array(0);
  let hashes = new Uint32Array(0);
  const setOf = (i: number) => {
    const size = maxShingles(texts[i]!.length);
    if (size > words.length) {
      words = new Int32Array(2 * size);
      hashes = new Uint32Array(2 * size);
    }
    const count = shingles(texts[i]!, shingleSize, words, hashes);
    return new Set(hashes.subarray(0, count));
  };
  return (i, j) => {
    if (texts[i] === texts[j]) return true;
    const a = setOf(i);
    const b = setOf(j);
    if (Math.min(a.size, b.size) < threshold * Math.max(a.size, b.size)) return false;
    let shared = 0;
    for (const hash of a) if (b.has(hash)) shared++;
    return shared >= threshold * (a.size + b.size - shared);
  };
}
