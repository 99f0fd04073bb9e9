import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  mergeValueSketches,
  type ValueSketch,
  valueSketchBuilder,
  valueSketchSchema,
} from "./value-sketch.js";

/** Numbers of different sizes and both signs. Those next to 0 have fewer bits than a bucket keeps. */
const number = fc
  .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -12, max: 12 }))
  .map(([x, power]) => x * 10 ** power)
  .filter((x) => x === 0 || Math.abs(x) > 1e-300);

function sketchOf(values: readonly (number | null)[], grid: ValueSketch["grid"] = "relative"): ValueSketch {
  const builder = valueSketchBuilder(grid);
  for (const value of values) builder.add(value);
  return builder.sketch();
}

/** Different values, evenly from 0 to 1, both included. */
const shares = (n: number) => Array.from({ length: n }, (_, i) => i / (n - 1));
const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

describe("a sketch of numbers", () => {
  test("has each value up to 4,096 different ones, and buckets from there", () => {
    const values = shares(4096);
    expect(sketchOf([...values, ...values])).toMatchObject({ exact: true, values });
    for (const more of [sketchOf([...values, 2]), mergeValueSketches(sketchOf(values), sketchOf([2]))]) {
      expect(more).toMatchObject({ exact: false, min: 0, max: 2 });
      expect(sum(more.counts)).toBe(4097);
    }
  });

  test("of shares has 1,024 buckets, written as their centres; 1 is in the last", () => {
    const { values, counts } = sketchOf(shares(8193), "unit");
    expect(values).toEqual(Array.from({ length: 1024 }, (_, i) => (i + 0.5) / 1024));
    expect(counts).toEqual([...new Array(1023).fill(8), 9]);
  });

  test("a value differs from the centre of its bucket by at most 0.1 %, and keeps its sign", () => {
    fc.assert(
      fc.property(number, (value) => {
        const { values } = mergeValueSketches(BUCKETS, sketchOf([value]));
        const nearest = Math.min(...values.map((centre) => Math.abs(centre - value)));
        expect(nearest).toBeLessThanOrEqual(Math.abs(value) / 1000);
      }),
    );
    // 2⁻⁹ of the number from 1 to 1 + 2⁻⁹: both ends are as far from the centre as a value can be.
    const { values } = mergeValueSketches(
      BUCKETS,
      sketchOf([2 ** 30, 2 ** 30 * (1 + 0.999 / 512), -(2 ** 30)]),
    );
    expect(values.filter((value) => Math.abs(value) > 2 ** 29)).toEqual([
      -(2 ** 30) * (1 + 1 / 1024),
      2 ** 30 * (1 + 1 / 1024),
    ]);
  });

  test("null, NaN and infinities are missing; −0 is 0", () => {
    const sketch = sketchOf([null, Number.NaN, Infinity, -Infinity, -0, 0, 3, -2]);
    expect(sketch).toEqual({
      grid: "relative",
      exact: true,
      missing: 4,
      min: -2,
      max: 3,
      values: [-2, 0, 3],
      counts: [1, 2, 1],
    });
    expect(sketchOf([null])).toMatchObject({ missing: 1, min: null, max: null, values: [], counts: [] });
  });

  test("of two windows is the sketch of all values, also where one is empty or has buckets", () => {
    const lists = fc.oneof(
      fc.array(fc.option(number), { maxLength: 20 }),
      fc.constantFrom(
        shares(4100),
        shares(4096),
        shares(4095).map((share) => share + 3),
      ),
    );
    fc.assert(
      fc.property(lists, lists, fc.constantFrom("relative", "unit"), (a, b, grid) => {
        const merged = mergeValueSketches(sketchOf(a, grid), sketchOf(b, grid));
        expect(merged).toEqual(sketchOf([...a, ...b], grid));
        expect(valueSketchSchema.safeParse(merged).success).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test("whose values do not ascend, or have no counts, is refused", () => {
    const sketch = sketchOf([1, 2]);
    const problems = (change: Partial<ValueSketch>) =>
      valueSketchSchema.safeParse({ ...sketch, ...change }).error?.issues.map(({ message }) => message);
    expect(problems({})).toBeUndefined();
    expect(problems({ values: [2, 1] })).toEqual(["values do not ascend"]);
    expect(problems({ values: [1, 1] })).toEqual(["values do not ascend"]);
    expect(problems({ counts: [1] })).toEqual(["values and counts differ in length"]);
  });
});

/** Small numbers in buckets: merged with it, a sketch has buckets too. */
const BUCKETS = sketchOf(shares(4097).map((share) => share * 1e-30));
