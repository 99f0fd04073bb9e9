import { type RunOptions, throwIfCancelled, yieldToEventLoop } from "@imdb/core";
import { createBuckets } from "./buckets.js";
import type { NearDuplicateRules } from "./near-duplicate-rules.js";
import { createPairMemory } from "./pair-memory.js";
import { createShingler } from "./shingles.js";
import { createUnionFind } from "./union-find.js";

/** The MinHash sketches of texts. */
export interface Sketches {
  /** `bands` keys a text. */
  readonly keys: Uint32Array;
  readonly bands: number;
  /** The number of shingles of each text; a text with 0 is in no cluster. */
  readonly shingles: Uint32Array;
}

/** The clusters of texts, and what finding them took. */
export interface TextClusters {
  /** For each text the index of the first text of its cluster. */
  readonly first: Int32Array;
  /** The number of pairs of texts that were compared: at most {@link REPRESENTATIVES} for a text and a band. */
  readonly compared: number;
  /** The number of texts that share a band with more different texts than they were compared with: some near duplicates may be missing. */
  readonly limited: number;
}

/** The number of different texts of a bucket that a text is compared with. It limits the work for hostile data. */
export const REPRESENTATIVES = 8;

/** What is said of texts that were not compared with all that may be near duplicates of them. */
export function limitedMessage(limited: number): string {
  const texts = limited === 1 ? "1 text looks" : `${limited.toLocaleString("en-US")} texts look`;
  return `${texts} like more than ${REPRESENTATIVES} others that differ, and only ${REPRESENTATIVES} of them were compared: near duplicates may be missing. Often such texts share a frame (a header, a footer): remove it by cleaning, or raise the threshold of nearDuplicates.`;
}

/**
 * Clusters texts: for each text the index of the first text of its cluster. Texts that share a band of their sketches are
 * compared, shingle by shingle, and linked when they are at least as similar as the threshold.
 *
 * @throws `CANCELLED`
 */
export async function clusterTexts(
  texts: readonly string[],
  sketches: Sketches,
  rules: NearDuplicateRules,
  run: RunOptions,
): Promise<TextClusters> {
  const n = texts.length;
  const sets = createUnionFind(n);
  const isSimilar = createComparer(texts, rules);
  const different = createPairMemory(n);
  const buckets = createBuckets(n);
  const isLimited = new Uint8Array(n);
  let compared = 0;
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
            compared++;
            if (isSimilar(other, i)) {
              sets.union(other, i);
              isNew = false;
            } else different.add(other, i);
          }
          if (!isNew) break;
        }
        if (!isNew) continue;
        if (representatives.length < REPRESENTATIVES) representatives.push(i);
        else isLimited[i] = 1;
      }
    }
  }
  const first = Int32Array.from({ length: n }, (_, i) => sets.find(i));
  return { first, compared, limited: isLimited.reduce((sum, one) => sum + one, 0) };
}

function createComparer(
  texts: readonly string[],
  { threshold, shingleSize }: NearDuplicateRules,
): (i: number, j: number) => boolean {
  const shingles = createShingler(shingleSize);
  const setOf = (i: number) => new Set(shingles(texts[i]!));
  let last = -1;
  let ofLast: ReadonlySet<number> = new Set();
  return (i, j) => {
    if (texts[i] === texts[j]) return true;
    // A text is compared with several others, one after the other.
    if (last !== j) {
      ofLast = setOf(j);
      last = j;
    }
    const a = setOf(i);
    const b = ofLast;
    if (Math.min(a.size, b.size) < threshold * Math.max(a.size, b.size)) return false;
    let shared = 0;
    for (const hash of a) if (b.has(hash)) shared++;
    return shared >= threshold * (a.size + b.size - shared);
  };
}
