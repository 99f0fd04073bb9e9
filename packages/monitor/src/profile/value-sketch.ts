import { z } from "zod";

/** More distinct values than this, and a sketch keeps buckets in place of the values. */
const MAX_DISTINCT_VALUES = 4096;

/**
 * The distribution of a number: each distinct value with its count while there are at most
 * {@link MAX_DISTINCT_VALUES} of them, and buckets after that, each written as its middle.
 *
 * `relative` buckets are at most 0.2 % wide (a bucket's middle is at most 0.1 % off); `unit` buckets are 1/1024
 * wide, for shares and probabilities. Which of both forms a sketch has depends on its values alone, never on
 * their order, so merging sketches gives what sketching all values gives.
 *
 * @see Masson, Rim & Lee (2019), DDSketch: a fast and fully-mergeable quantile sketch with relative-error
 *      guarantees. The log-linear buckets by leading mantissa bits are HdrHistogram's.
 */
export const valueSketchSchema = z
  .strictObject({
    grid: z.enum(["relative", "unit"]),
    exact: z.boolean(),
    /** Values that were no finite number. */
    missing: z.int().min(0),
    min: z.number().nullable(),
    max: z.number().nullable(),
    /** Ascending. */
    values: z.array(z.number()).max(1 << 20),
    counts: z.array(z.int().min(1)).max(1 << 20),
  })
  .refine((s) => s.values.length === s.counts.length, { error: "values and counts differ in length" })
  .refine((s) => s.values.every((v, i) => i === 0 || s.values[i - 1]! < v), {
    error: "values do not ascend",
  });

/** @see {@link valueSketchSchema} */
export type ValueSketch = z.infer<typeof valueSketchSchema>;

/** Takes the values of one column, one after another. */
export interface ValueSketchBuilder {
  /** Anything but a finite number counts as missing. */
  add(value: number | null | undefined): void;
  sketch(): ValueSketch;
}

/** Starts an empty sketch. */
export function valueSketchBuilder(grid: ValueSketch["grid"]): ValueSketchBuilder {
  return continueSketch({ grid, exact: true, missing: 0, min: null, max: null, values: [], counts: [] });
}

/** The sketch of the values of both. */
export function mergeValueSketches(a: ValueSketch, b: ValueSketch): ValueSketch {
  const coarse = !a.exact || !b.exact;
  const counts = new Map<number, number>();
  for (const part of [a, b]) addAll(counts, coarse ? bucketed(part) : part);
  const merged: ValueSketch = {
    grid: a.grid,
    exact: !coarse,
    missing: a.missing + b.missing,
    min: smaller(a.min, b.min),
    max: larger(a.max, b.max),
    ...columns(counts),
  };
  return merged.exact && counts.size > MAX_DISTINCT_VALUES ? bucketed(merged) : merged;
}

/** The sketch with buckets in place of values, for comparing it with one that has buckets. */
export function bucketed(sketch: ValueSketch): ValueSketch {
  if (!sketch.exact) return sketch;
  const counts = new Map<number, number>();
  const toBucket = BUCKET[sketch.grid];
  sketch.values.forEach((value, i) => {
    const bucket = toBucket(value);
    counts.set(bucket, (counts.get(bucket) ?? 0) + sketch.counts[i]!);
  });
  return { ...sketch, exact: false, ...columns(counts) };
}

function continueSketch(start: ValueSketch): ValueSketchBuilder {
  const toBucket = BUCKET[start.grid];
  let { exact, missing, min, max } = start;
  let counts = new Map<number, number>();

  function coarsen(): void {
    const fine = counts;
    counts = new Map();
    exact = false;
    for (const [value, count] of fine) {
      const bucket = toBucket(value);
      counts.set(bucket, (counts.get(bucket) ?? 0) + count);
    }
  }

  return {
    add(value) {
      if (value === null || value === undefined || !Number.isFinite(value)) {
        missing++;
        return;
      }
      const clean = value + 0; // −0 and 0 are one value
      if (min === null || clean < min) min = clean;
      if (max === null || clean > max) max = clean;
      const key = exact ? clean : toBucket(clean);
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (exact && counts.size > MAX_DISTINCT_VALUES) coarsen();
    },
    sketch: () => ({ grid: start.grid, exact, missing, min, max, ...columns(counts) }),
  };
}

const BUCKET = { relative: relativeBucket, unit: unitBucket };
const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** The middle of the bucket of numbers that share sign, exponent and the first 9 bits of the mantissa. */
function relativeBucket(value: number): number {
  if (value === 0) return 0;
  float[0] = value;
  words[HIGH] = (words[HIGH]! & 0xfffff800) | 0x400;
  words[1 - HIGH] = 0;
  return float[0];
}

function unitBucket(value: number): number {
  const cell = Math.floor(value * 1024);
  // 1 belongs to the last bucket of [0, 1].
  return ((value === 1 ? 1023 : cell) + 0.5) / 1024;
}

function addAll(counts: Map<number, number>, part: ValueSketch): void {
  part.values.forEach((value, i) => {
    counts.set(value, (counts.get(value) ?? 0) + part.counts[i]!);
  });
}

function columns(counts: ReadonlyMap<number, number>): Pick<ValueSketch, "values" | "counts"> {
  const values = [...counts.keys()].sort((a, b) => a - b);
  return { values, counts: values.map((value) => counts.get(value)!) };
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b < a) ? b : a;
}

function larger(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b > a) ? b : a;
}
