import { byCodePoint } from "@imdb/core";
import * as z from "zod";
import { sumOfCounts } from "./counted.js";

/**
 * The strings with the highest counts, at most `capacity` of them.
 *
 * `floor` is the highest count that a string outside of the list can have. `error` is the highest number by which a
 * listed count can be too low. Both are 0 when no string was dropped; then merging is exact.
 *
 * @see Agarwal et al. (2012), Mergeable summaries.
 */
export const countSummarySchema = z
  .strictObject({
    capacity: z.int().min(1),
    /** In code point order. */
    values: z.array(z.string()).max(1 << 20),
    counts: z.array(z.int().min(1)).max(1 << 20),
    floor: z.int().min(0),
    error: z.int().min(0),
  })
  .refine((s) => s.values.length === s.counts.length, { error: "values and counts differ in length" })
  .refine((s) => s.values.every((v, i) => i === 0 || byCodePoint(s.values[i - 1]!, v) < 0), {
    error: "values are not in code point order",
  });

/** @see {@link countSummarySchema} */
export type CountSummary = z.infer<typeof countSummarySchema>;

/**
 * The summary of counts.
 *
 * @param bounds  The bounds for strings that were dropped before. Default: none were.
 */
export function summarizeCounts(
  counts: Iterable<readonly [string, number]>,
  capacity: number,
  bounds: { readonly floor: number; readonly error: number } = { floor: 0, error: 0 },
): CountSummary {
  const all = [...counts];
  let { floor } = bounds;
  if (all.length > capacity) {
    // Equal counts are ordered by code point, so that the result does not depend on the order of the input.
    all.sort((a, b) => b[1] - a[1] || byCodePoint(a[0], b[0]));
    floor = Math.max(floor, all[capacity]![1] + bounds.error);
    all.length = capacity;
  }
  all.sort((a, b) => byCodePoint(a[0], b[0]));
  return {
    capacity,
    values: all.map((entry) => entry[0]),
    counts: all.map((entry) => entry[1]),
    floor,
    error: bounds.error,
  };
}

/** The summary of the counts of both. It is exact when neither has dropped a string and all strings fit. */
export function mergeCountSummaries(a: CountSummary, b: CountSummary): CountSummary {
  return summarizeCounts(sumOfCounts(a, b), a.capacity, {
    floor: a.floor + b.floor,
    error: Math.max(a.error + b.floor, a.floor + b.error),
  });
}
