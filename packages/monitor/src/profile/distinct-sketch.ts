import { checkOption, type OptionRule } from "@imdb/core/options";
import * as z from "zod";
import { matching } from "../checks/rules.js";
import { addCount, ascending, type Counted, sumOfCounts, totalOf } from "./counted.js";

/** Highest number of hashes in a sketch. */
const SIZE = 1024;

/**
 * The smallest hashes of a set of texts, with their counts. From it follow the number of different texts and the share
 * of duplicates. It is exact for fewer than 1,024 different texts. With more it is a uniform sample of them; the standard
 * error of the number of different texts is then about 3 %.
 *
 * Merging is exact: a hash among the smallest of a union is among the smallest of each part that has it.
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

const distinctSketch: OptionRule<DistinctSketch> = matching(
  "the distinctTexts of a profile",
  distinctSketchSchema,
);

/** Makes an empty sketch, which takes hashes one after another in bounded memory. */
export function distinctSketchBuilder() {
  let counts = new Map<number, number>();
  let limit = Number.POSITIVE_INFINITY;
  return {
    add(hash: number): void {
      if (hash > limit) return;
      addCount(counts, hash);
      if (counts.size < 4 * SIZE) return;
      const kept = smallest(counts);
      counts = sumOfCounts(listed(kept));
      limit = kept.hashes[SIZE - 1]!;
    },
    sketch: (): DistinctSketch => smallest(counts),
  };
}

/** The sketch of the texts of both. */
export function mergeDistinctSketches(a: DistinctSketch, b: DistinctSketch): DistinctSketch {
  return smallest(sumOfCounts(listed(a), listed(b)));
}

/**
 * The number of different texts; an estimate from 1,024 on.
 *
 * @throws `INVALID_OPTION` when the argument is not a profile's `distinctTexts`.
 */
export function distinctCount(sketch: DistinctSketch): number {
  checkOption("sketch", sketch, distinctSketch, "distinctCount");
  const kept = sketch.hashes.length;
  return kept < SIZE ? kept : Math.round((SIZE - 1) / ((sketch.hashes[SIZE - 1]! + 1) / 2 ** 53));
}

/**
 * The share of texts that are a duplicate of an earlier text.
 *
 * @throws `INVALID_OPTION` when the argument is not a profile's `distinctTexts`.
 */
export function duplicateShare(sketch: DistinctSketch): number {
  checkOption("sketch", sketch, distinctSketch, "duplicateShare");
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
