import { type Random, seededRandom } from "@imdb/core";
import type { DriftMethod } from "./method.js";
import type { CategoricalPair } from "./pair.js";

const PERMUTATIONS = 999;

/**
 * Total variation distance of the shares of categories, from 0 to 1. The p-value is that of a permutation test: all
 * records are divided at random into windows of the same sizes, 999 times, with a fixed seed.
 *
 * @see Levin, Peres & Wilmer (2009), Markov chains and mixing times, 4.1; Phipson & Smyth (2010), Permutation
 *      p-values should never be zero.
 */
export const totalVariation: DriftMethod = {
  name: "TVD",
  title: "Total variation distance",
  result: "pValue",
  threshold: 0.1,
  categorical(pair) {
    const statistic = distance(pair.reference, pair.current, pair);
    const random = seededRandom(0);
    const all = pair.reference.map((count, i) => count + pair.current[i]!);
    const records = categoriesOfRecords(all);
    let extreme = 1;
    for (let p = 0; p < PERMUTATIONS; p++) {
      const current = drawCounts(records, pair.currentCount, all.length, random);
      const reference = all.map((count, i) => count - current[i]!);
      // The tolerance counts a distance that differs only by rounding.
      if (distance(reference, current, pair) >= statistic - 1e-12) extreme++;
    }
    return { statistic, pValue: extreme / (PERMUTATIONS + 1) };
  },
};

function distance(reference: Float64Array, current: Float64Array, pair: CategoricalPair): number {
  let sum = 0;
  for (let i = 0; i < reference.length; i++) {
    sum += Math.abs(reference[i]! / pair.referenceCount - current[i]! / pair.currentCount);
  }
  return sum / 2;
}

/** The number of the category of every record. */
function categoriesOfRecords(counts: Float64Array): Uint32Array {
  const records = new Uint32Array(counts.reduce((sum, n) => sum + n, 0));
  let at = 0;
  counts.forEach((count, category) => {
    records.fill(category, at, at + count);
    at += count;
  });
  return records;
}

/** Draws n records without replacement and counts them by category. Reorders `records`. */
function drawCounts(records: Uint32Array, n: number, categories: number, random: Random): Float64Array {
  const counts = new Float64Array(categories);
  for (let i = 0; i < n; i++) {
    const j = i + random.integer(records.length - i);
    const kept = records[i]!;
    records[i] = records[j]!;
    records[j] = kept;
    counts[records[i]!]!++;
  }
  return counts;
}
