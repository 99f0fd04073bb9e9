import { z } from "zod";
import { ascending, type Counted, countMore, sumOfCounts, totalOf } from "./counted.js";

const SIZE = 1024;

/**
 * The smallest hashes of a set of things, with how often each came: tells how many different things there were
 * and which share of them are repetitions. Exact up to 1,024 different things; a uniform sample of them above,
 * with a standard error of about 3 % of the number of different things.
 *
 * A thing among the smallest of a union is among the smallest of every part it is in, so merging is exact.
 *
 * @see Bar-Yossef et al. (2002), Counting distinct elements in a data stream; Beyer et al. (2007), On synopses
 *      for distinct-value estimation under multiset operations (the unbiased estimator).
 */
export const distinctSketchSchema = z
  .strictObject({
    /** Ascending integers below 2⁵³. */
    hashes: z.array(z.int().min(0)).max(SIZE),
    counts: z.array(z.int().min(1)).max(SIZE),
  })
  .refine((s) => s.hashes.length === s.counts.length, { error: "hashes and counts differ in length" })
  .refine((s) => s.hashes.every((h, i) => i === 0 || s.hashes[i - 1]! < h), {
    error: "hashes do not ascend",
  });

/** @see {@link distinctSketchSchema} */
export type DistinctSketch = z.infer<typeof distinctSketchSchema>;

/** Starts an empty sketch, which takes hashes of things one after another, in bounded memory. */
export function distinctSketchBuilder() {
  let counts = new Map<number, number>();
  let limit = Number.POSITIVE_INFINITY;
  return {
    add(hash: number): void {
      if (hash > limit) return;
      countMore(counts, hash);
      if (counts.size < 4 * SIZE) return;
      const kept = smallest(counts);
      counts = sumOfCounts(listed(kept));
      limit = kept.hashes[SIZE - 1]!;
    },
    sketch: (): DistinctSketch => smallest(counts),
  };
}

/** The sketch of all things of both. */
export function mergeDistinctSketches(a: DistinctSketch, b: DistinctSketch): DistinctSketch {
  return smallest(sumOfCounts(listed(a), listed(b)));
}

/** How many different things there were; an estimate above 1,024. */
export function distinctCount(sketch: DistinctSketch): number {
  const kept = sketch.hashes.length;
  return kept < SIZE ? kept : Math.round((SIZE - 1) / ((sketch.hashes[SIZE - 1]! + 1) / 2 ** 53));
}

/** Which share of all things had come before: 0 when all differ. */
export function duplicateShare(sketch: DistinctSketch): number {
  const total = totalOf(sketch.counts);
  return total === 0 ? 0 : (total - sketch.counts.length) / total;
}

function listed({ hashes, counts }: DistinctSketch): Counted<number> {
  return { values: hashes, counts };
}

function smallest(all: ReadonlyMap<number, number>): DistinctSketch {
  const { values, counts } = ascending(all);
  return { hashes: values.slice(0, SIZE), counts: counts.slice(0, SIZE) };
}
