import * as z from "zod";
import { addCount, ascending, sumOfCounts } from "./counted.js";

/** With more distinct values a sketch has buckets in place of the values. */
const MAX_DISTINCT_VALUES = 4096;

/**
 * The distribution of a column of numbers: each distinct value with its count when there are at most 4,096 of them, else
 * buckets with their counts. A bucket is written as its centre.
 *
 * `relative` buckets are at most 0.2 % wide, so a value differs from its bucket by at most 0.1 %. `unit` buckets are
 * 1/1024 wide, for shares and probabilities. The result depends on the values and not on their order, so merged sketches
 * equal the sketch of all values.
 *
 * @see Masson, Rim & Lee (2019), DDSketch: a fast and fully-mergeable quantile sketch with relative-error
 *      guarantees. The log-linear buckets by leading mantissa bits are HdrHistogram's.
 */
export const valueSketchSchema = z
  .strictObject({
    grid: z.enum(["relative", "unit"]),
    exact: z.boolean(),
    /** Number of values that were not a finite number. */
    missing: z.int().min(0),
    min: z.number().nullable(),
    max: z.number().nullable(),
    /** In ascending order. */
    values: z.array(z.number()).max(1 << 20),
    counts: z.array(z.int().min(1)).max(1 << 20),
  })
  .refine((s) => s.values.length === s.counts.length, { error: "values and counts differ in length" })
  .refine((s) => s.values.every((v, i) => i === 0 || s.values[i - 1]! < v), {
    error: "values do not ascend",
  });

/** @see {@link valueSketchSchema} */
export type ValueSketch = z.infer<typeof valueSketchSchema>;

/** Makes an empty sketch, which takes values one after another. A value that is not a finite number is missing. */
export function valueSketchBuilder(grid: ValueSketch["grid"]) {
  const toBucket = BUCKET[grid];
  let exact = true;
  let missing = 0;
  let min: number | null = null;
  let max: number | null = null;
  let counts = new Map<number, number>();
  return {
    add(value: number | null | undefined): void {
      if (value === null || value === undefined || !Number.isFinite(value)) {
        missing++;
        return;
      }
      const clean = value + 0; // Turns −0 into 0.
      if (min === null || clean < min) min = clean;
      if (max === null || clean > max) max = clean;
      addCount(counts, exact ? clean : toBucket(clean));
      if (!exact || counts.size <= MAX_DISTINCT_VALUES) return;
      counts = inBuckets(counts, toBucket);
      exact = false;
    },
    sketch: (): ValueSketch => ({ grid, exact, missing, min, max, ...ascending(counts) }),
  };
}

/** The sketch of the values of both. */
export function mergeValueSketches(a: ValueSketch, b: ValueSketch): ValueSketch {
  const exact = a.exact && b.exact;
  const counts = sumOfCounts(...[a, b].map((part) => (exact ? part : bucketed(part))));
  const merged: ValueSketch = {
    grid: a.grid,
    exact,
    missing: a.missing + b.missing,
    min: smaller(a.min, b.min),
    max: larger(a.max, b.max),
    ...ascending(counts),
  };
  return exact && counts.size > MAX_DISTINCT_VALUES ? bucketed(merged) : merged;
}

/** The sketch with buckets in place of values. */
export function bucketed(sketch: ValueSketch): ValueSketch {
  if (!sketch.exact) return sketch;
  const counts = inBuckets(sumOfCounts(sketch), BUCKET[sketch.grid]);
  return { ...sketch, exact: false, ...ascending(counts) };
}

function inBuckets(counts: ReadonlyMap<number, number>, toBucket: (value: number) => number) {
  const buckets = new Map<number, number>();
  for (const [value, count] of counts) addCount(buckets, toBucket(value), count);
  return buckets;
}

const BUCKET = { relative: relativeBucket, unit: unitBucket };
const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** The centre of the bucket of numbers with the same sign, exponent and first 9 bits of the mantissa. */
function relativeBucket(value: number): number {
  if (value === 0) return 0;
  float[0] = value;
  words[HIGH] = (words[HIGH]! & 0xfffff800) | 0x400;
  words[1 - HIGH] = 0;
  return float[0];
}

function unitBucket(value: number): number {
  const bucket = Math.floor(value * 1024);
  // The last bucket contains 1.
  return ((value === 1 ? 1023 : bucket) + 0.5) / 1024;
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b < a) ? b : a;
}

function larger(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b > a) ? b : a;
}
