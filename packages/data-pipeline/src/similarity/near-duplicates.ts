import { breathe, InvalidOption, type RunOptions, throwIfCancelled } from "@imdb/core";
import { createBuckets } from "./buckets.js";
import { BINS, bandKeys, minHash } from "./min-hash.js";
import { shingleRoom, shingles } from "./shingles.js";
import { createUnionFind } from "./union-find.js";

/** When two texts are near duplicates. */
export interface NearDuplicateOptions {
  /** Smallest Jaccard similarity of their sets of shingles. Default 0.8. */
  readonly threshold?: number;
  /** Words in a shingle. Default 5. */
  readonly shingleSize?: number;
}

/** With 21 bands of 6 rows a pair at 0.8 is missed with probability 0.002, one at 0.7 with 0.07. */
const BANDS = 21;
const ROWS = 6;
/** Different texts of one bucket that a new one is compared with; bounds the work for hostile data. */
const REPRESENTATIVES = 8;
const TURN = 4096;

/**
 * Finds near duplicates: for each text the index of the first text of its cluster. Texts are in one cluster
 * when a chain of pairs links them, each at least as similar as the threshold.
 *
 * MinHash signatures in bands give the candidates (locality-sensitive hashing); each candidate pair is then
 * measured exactly, so no pair below the threshold is ever linked. Time grows with the text, not with the
 * number of pairs.
 *
 * @throws `INVALID_OPTION`, `CANCELLED`
 * @see Broder (1997); Leskovec, Rajaraman & Ullman, Mining of massive datasets, chapter 3.
 */
export async function nearDuplicates(
  texts: readonly string[],
  { threshold = 0.8, shingleSize = 5 }: NearDuplicateOptions = {},
  run: RunOptions = {},
): Promise<Int32Array> {
  checkOptions(threshold, shingleSize);
  const n = texts.length;
  const room = shingleRoom(texts.reduce((longest, text) => Math.max(longest, text.length), 0));
  const words = new Uint32Array(room);
  const hashes = new Uint32Array(room);
  const signature = new Uint32Array(BINS);
  const keys = new Uint32Array(n * BANDS);
  const counts = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const count = shingles(texts[i]!, shingleSize, words, hashes);
    counts[i] = count;
    minHash(hashes, count, signature);
    bandKeys(signature, BANDS, ROWS, keys, i * BANDS);
    if (i % TURN === 0) await turn(run, i, n);
  }
  const sets = createUnionFind(n);
  const compare = createComparer(texts, shingleSize, threshold, words, hashes);
  const different = new Set<number>();
  const buckets = createBuckets(n);
  for (let band = 0; band < BANDS; band++) {
    await turn(run, n, n);
    for (const first of buckets.fill(keys, counts, band, BANDS)) {
      const representatives = [first];
      for (let i = buckets.next[first]!; i !== -1; i = buckets.next[i]!) {
        let isNew = true;
        for (const other of representatives) {
          if (sets.find(i) === sets.find(other)) isNew = false;
          else if (!different.has(other * n + i)) {
            if (compare(other, i)) {
              sets.union(other, i);
              isNew = false;
            } else different.add(other * n + i);
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
  shingleSize: number,
  threshold: number,
  words: Uint32Array,
  hashes: Uint32Array,
): (i: number, j: number) => boolean {
  const setOf = (i: number) => {
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

async function turn(run: RunOptions, done: number, total: number): Promise<void> {
  throwIfCancelled(run.signal, "Looking for near duplicates");
  run.onProgress?.({ stage: "finding near duplicates", done, total, unit: "documents" });
  await breathe();
}

function checkOptions(threshold: number, shingleSize: number): void {
  if (!(threshold >= 0.5 && threshold <= 1)) {
    throw InvalidOption.create({ option: "threshold", value: threshold, expected: "a number from 0.5 to 1" });
  }
  if (!Number.isInteger(shingleSize) || shingleSize < 1) {
    throw InvalidOption.create({ option: "shingleSize", value: shingleSize, expected: "an integer from 1" });
  }
}
