import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binCounts, binEdges } from "./bins.js";
import { placeAxis } from "./scale.js";
import { thinLine } from "./thin.js";
import { linearTicks, logTicks } from "./ticks.js";
import { timeTicks } from "./time-ticks.js";

const labels = (ticks: readonly { label: string }[]) => ticks.map((tick) => tick.label);

describe("ticks", () => {
  test("are round values with the necessary decimals", () => {
    expect(labels(linearTicks(0, 1, 5))).toEqual(["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    expect(labels(linearTicks(-3, 11, 5))).toEqual(["−2", "0", "2", "4", "6", "8", "10"]);
    expect(labels(linearTicks(0, 25_000, 5))).toEqual(["0", "5k", "10k", "15k", "20k", "25k"]);
    expect(labels(linearTicks(0, 3e-6, 3))).toEqual(["0", "1e-6", "2e-6", "3e-6"]);
    expect(labels(logTicks(500, 25_000, 5))).toEqual(["500", "1000", "2000", "5000", "10k", "20k"]);
    expect(labels(logTicks(1e-12, 1e12, 5))).toHaveLength(5);
  });

  test("are few, distinct, ascending and inside of any range", () => {
    const bound = fc.double({ min: -1e300, max: 1e300, noNaN: true });
    fc.assert(
      fc.property(bound, bound, fc.integer({ min: 2, max: 20 }), (a, b, target) => {
        const { low, high, ticks } = placeAxis({ label: "x" }, [a, b], [0, 100], target);
        expect(low).toBeLessThanOrEqual(Math.min(a, b));
        expect(high).toBeGreaterThanOrEqual(Math.max(a, b));
        expect(ticks.length).toBeLessThanOrEqual(3 * target + 3);
        for (let i = 1; i < ticks.length; i++) expect(ticks[i]!.value).toBeGreaterThan(ticks[i - 1]!.value);
      }),
    );
  });

  test("of times follow the UTC calendar", () => {
    const [from, to] = [Date.UTC(2026, 0, 4), Date.UTC(2026, 0, 31)];
    expect(labels(timeTicks(from, to, 5))).toEqual(["01-08", "01-15", "01-22", "01-29"]);
    expect(labels(timeTicks(from, from + 3 * 3_600_000, 4))).toEqual(["01-04", "01:00", "02:00", "03:00"]);
    expect(labels(timeTicks(Date.UTC(2024, 10), Date.UTC(2026, 2), 5))).toEqual([
      "2025-01",
      "2025-04",
      "2025-07",
      "2025-10",
      "2026-01",
    ]);
    expect(labels(timeTicks(Date.UTC(1970), Date.UTC(2030), 5))).toEqual([
      "1970",
      "1980",
      "1990",
      "2000",
      "2010",
      "2020",
      "2030",
    ]);
  });
});

describe("bins", () => {
  test("count every finite value once", () => {
    const value = fc.oneof(fc.double({ min: -1e6, max: 1e6 }), fc.integer(), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.array(value), fc.integer({ min: 1, max: 60 }), (values, target) => {
        const edges = binEdges([values], target);
        const counts = binCounts(values, edges);
        expect(counts).toHaveLength(edges.length - 1);
        expect(counts.reduce((a, b) => a + b, 0)).toBe(values.filter(Number.isFinite).length);
        counts.forEach((count, i) => {
          const last = i === counts.length - 1;
          const inside = values.filter(
            (v) => v >= edges[i]! && (last ? v <= edges[i + 1]! : v < edges[i + 1]!),
          );
          expect(count).toBe(inside.length);
        });
      }),
    );
  });
});

test("a line keeps the extremes of every column of pixels, and at most four points of each", () => {
  const x = Float64Array.from({ length: 100_000 }, (_, i) => i / 1000);
  const y = x.map((_, i) => (i === 33_333 ? 500 : Math.sin(i / 7)));
  const kept = thinLine(x, y);
  expect(kept.length).toBeLessThanOrEqual(4 * 102);
  expect(kept).toContain(33_333);
  expect(kept[0]).toBe(0);
  expect(kept.at(-1)).toBe(99_999);
});
