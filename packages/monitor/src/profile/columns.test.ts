import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ColumnValue, createProfile, mergeProfiles, type Profile, profileBuilder } from "../index.js";
import { columnBuilder } from "./column-builder.js";
import { labelledCounts } from "./confusion.js";
import { countSummarySchema, mergeCountSummaries, summarizeCounts } from "./count-summary.js";
import {
  distinctCount,
  distinctSketchBuilder,
  distinctSketchSchema,
  duplicateShare,
  mergeDistinctSketches,
} from "./distinct-sketch.js";
import { valueCounts } from "./schema.js";

const columnOf = ({ columns }: Profile, name: string) => columns.find((column) => column.name === name);

describe("the columns of predictions", () => {
  const profile = createProfile(["a", "b", "c", "d", "e"], {
    predictions: [
      { label: "pos", probabilities: { pos: 1, neg: 0 }, actual: "pos" },
      { label: "pos", probabilities: { pos: 0.755, neg: 0.245 }, actual: "neg" },
      { label: "neg", probabilities: { pos: 0.25, neg: 0.75 }, actual: "neg" },
      { label: "neg", probabilities: { pos: 0.1, neg: 0.9 } },
      { label: "neg", probabilities: { pos: -1, neg: Number.NaN }, actual: "neg" },
    ],
  });

  test("have the score of the second class and the confidence; a number that is no probability is missing", () => {
    expect(columnOf(profile, "score.pos")).toMatchObject({
      sketch: { values: [0.1, 0.25, 0.755, 1], missing: 1 },
    });
    expect(columnOf(profile, "score.neg")).toBeUndefined();
    expect(columnOf(profile, "confidence")).toMatchObject({
      sketch: { values: [0.75, 0.755, 0.9, 1], missing: 1 },
    });
    expect(columnOf(profile, "prediction")).toMatchObject({
      summary: { values: ["neg", "pos"], counts: [3, 2] },
    });
    expect(columnOf(profile, "actual")).toMatchObject({
      summary: { values: ["neg", "pos"], counts: [3, 1] },
    });
  });

  test("with three classes have the score of each; without probabilities have no confidence", () => {
    const of = (probabilities: Record<string, number>) =>
      createProfile(["a"], { predictions: [{ label: "a", probabilities }] });
    const names = of({ c: 0.2, a: 0.5, b: 0.3 }).columns.map(({ name }) => name);
    expect(names.filter((name) => name.startsWith("score."))).toEqual(["score.a", "score.b", "score.c"]);
    expect(columnOf(of({ c: 0.2, a: 0.5, b: 0.3 }), "confidence")).toMatchObject({
      sketch: { values: [0.5] },
    });
    expect(columnOf(of({}), "confidence")).toMatchObject({ sketch: { values: [], missing: 1 } });
  });

  test("the confusion and the calibration count labelled records alone, 1 in the last bin", () => {
    expect(profile.confusion).toEqual([
      { predicted: "neg", actual: "neg", count: 2 },
      { predicted: "pos", actual: "neg", count: 1 },
      { predicted: "pos", actual: "pos", count: 1 },
    ]);
    expect(labelledCounts(profile.confusion)).toEqual({ right: 3, labelled: 4 });
    const [neg, pos] = profile.calibration.map((bins) => ({
      class: bins.class,
      labelled: bins.labelled.flatMap((n, bin) => (n > 0 ? [[bin, n]] : [])),
      positive: bins.positive.flatMap((n, bin) => (n > 0 ? [[bin, n]] : [])),
    }));
    expect(neg).toEqual({
      class: "neg",
      labelled: [
        [0, 1],
        [24, 1],
        [75, 1],
      ],
      positive: [
        [24, 1],
        [75, 1],
      ],
    });
    expect(pos).toEqual({
      class: "pos",
      labelled: [
        [25, 1],
        [75, 1],
        [99, 1],
      ],
      positive: [[99, 1]],
    });
    const twice = mergeProfiles(profile, profile);
    expect(labelledCounts(twice.confusion)).toEqual({ right: 6, labelled: 8 });
    expect(twice.calibration[1]!.labelled[99]).toBe(2);
    expect(twice.calibration[1]!.positive[99]).toBe(2);
  });

  test("what a builder returned does not change when more is added", () => {
    const builder = profileBuilder();
    const prediction = { label: "pos", probabilities: { pos: 1, neg: 0 }, actual: "pos" };
    builder.add("a", prediction, { stars: 1 });
    const before = builder.profile();
    const copy = structuredClone(before);
    builder.add("b \ufffd", prediction, { stars: 2 });
    expect(before).toEqual(copy);
  });
});

describe("further columns", () => {
  const columns = (rows: readonly Record<string, ColumnValue>[]) => {
    const builder = profileBuilder();
    for (const row of rows) builder.add("a", undefined, row);
    return builder.profile();
  };

  test("have the type of the first value that is not null; values before it are missing", () => {
    const profile = columns([
      { x: null, y: null },
      { x: null, y: null },
      { x: 3, y: "b" },
      { x: "4", y: 5 },
      { y: true },
    ]);
    expect(columnOf(profile, "x")).toMatchObject({ type: "numeric", sketch: { values: [3], missing: 3 } });
    expect(columnOf(profile, "y")).toMatchObject({
      type: "categorical",
      missing: 2,
      summary: { values: ["5", "b", "true"], counts: [1, 1, 1] },
    });
    expect(columnOf(columns([{ z: null }]), "z")).toBeUndefined();
    expect(columnOf(columns([{ z: false }]), "z")).toMatchObject({ type: "categorical" });
    expect(valueCounts(columnOf(profile, "x")!)).toEqual({ missing: 3, present: 1 });
    expect(valueCounts(columnOf(profile, "y")!)).toEqual({ missing: 2, present: 3 });
  });

  test("of categories: NaN is missing, and a lone surrogate becomes U+FFFD", () => {
    const column = columnBuilder("c", "categorical");
    for (const value of ["a\ud800", "😀", Number.NaN, null, undefined, Infinity, ""]) column.add(value);
    expect(column.column()).toMatchObject({
      missing: 3,
      summary: { values: ["", "Infinity", "a\ufffd", "😀"], counts: [1, 1, 1, 1] },
    });
  });

  test("of more categories than are kept: the most frequent ones, with bounds that hold", () => {
    const column = columnBuilder("c", "categorical");
    const exact = new Map<string, number>();
    const add = (value: string) => {
      column.add(value);
      exact.set(value, (exact.get(value) ?? 0) + 1);
    };
    for (let i = 0; i < 70_000; i++) {
      add(`rare ${i}`);
      if (i % 3 === 0) add(`often ${i % 100}`);
    }
    const { summary } = column.column() as Extract<ReturnType<typeof column.column>, { type: "categorical" }>;
    expect(summary.values).toHaveLength(1000);
    expect(summary.error).toBeGreaterThan(0);
    for (let i = 0; i < 100; i++) expect(summary.values).toContain(`often ${i}`);
    summary.values.forEach((value, i) => {
      expect(summary.counts[i]).toBeLessThanOrEqual(exact.get(value)!);
      expect(summary.counts[i]! + summary.error).toBeGreaterThanOrEqual(exact.get(value)!);
    });
    for (const [value, n] of exact)
      if (!summary.values.includes(value) && n > summary.floor) expect.fail(value);
  });

  test("of two types, or with different buckets, topics or lists, are not merged", () => {
    const refusal = (a: Profile, b: Profile) => {
      try {
        mergeProfiles(a, b);
      } catch (error) {
        return (error as { details: unknown }).details;
      }
      return undefined;
    };
    const [number, category] = [columns([{ x: 1 }]), columns([{ x: "1" }])];
    expect(refusal(number, category)).toEqual({
      field: "column x, type",
      reference: "numeric",
      current: "categorical",
    });
    expect(refusal(category, number)).toEqual({
      field: "column x, type",
      reference: "categorical",
      current: "numeric",
    });
    expect(refusal(number, columns([{ y: 1 }]))).toBeUndefined();
    const score = createProfile(["a"], { predictions: [{ label: "p", probabilities: { n: 0.4, p: 0.6 } }] });
    expect(refusal(score, columns([{ confidence: 0.5 }]))).toMatchObject({
      field: "column confidence, grid",
    });
    const terms = createProfile(["a"], { maxTerms: 7 });
    expect(refusal(terms, number)).toMatchObject({ field: "terms.capacity", reference: 7, current: 10_000 });
  });

  test("merged, quality is summed, and columns that one of them lacks are kept, by name", () => {
    const a = createProfile([null, " ", "\u0007 a", "\ufffd"], { columns: { b: [1, 2, 3, 4] } });
    const c = createProfile([null, "x"], { columns: { a: ["u", null], b: [9, null] } });
    const merged = mergeProfiles(a, c, a);
    expect(merged.quality).toEqual({ missing: 3, empty: 2, encodingFaults: 2, controls: 2 });
    expect(merged.count).toBe(10);
    expect(columnOf(merged, "b")).toMatchObject({
      sketch: { values: [1, 2, 3, 4, 9], counts: [2, 2, 2, 2, 1], missing: 1 },
    });
    const names = merged.columns.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(names).toContain("a");
    expect(createProfile(["x"], { groups: ["g"] }).clustering).not.toBeNull();
    expect(mergeProfiles(createProfile(["x"], { groups: ["g"] }), a).clustering).toBeNull();
  });
});

describe("a summary of counts", () => {
  const counts = fc.dictionary(
    fc.constantFrom("a", "b", "c", "d", "é", "😀", "\uffff"),
    fc.integer({ min: 1, max: 9 }),
  );
  const exactOf = (...parts: Record<string, number>[]) => {
    const exact = new Map<string, number>();
    for (const part of parts)
      for (const [k, n] of Object.entries(part)) exact.set(k, (exact.get(k) ?? 0) + n);
    return exact;
  };

  test("keeps the highest counts, of equal ones the first in code point order", () => {
    const summary = summarizeCounts(Object.entries({ d: 2, "\uffff": 3, a: 2, "😀": 3, b: 1 }), 3);
    expect(summary).toEqual({
      capacity: 3,
      values: ["a", "\uffff", "😀"],
      counts: [2, 3, 3],
      floor: 2,
      error: 0,
    });
    expect(summarizeCounts([["a", 1]], 1)).toMatchObject({ floor: 0 });
  });

  test("of several lists bounds every count", () => {
    fc.assert(
      fc.property(
        fc.array(counts, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 7 }),
        (parts, capacity) => {
          const merged = parts
            .map((part) => summarizeCounts(Object.entries(part), capacity))
            .reduce(mergeCountSummaries);
          expect(countSummarySchema.safeParse(merged).success).toBe(true);
          const exact = exactOf(...parts);
          merged.values.forEach((value, i) => {
            expect(merged.counts[i]).toBeLessThanOrEqual(exact.get(value)!);
            expect(merged.counts[i]! + merged.error).toBeGreaterThanOrEqual(exact.get(value)!);
          });
          for (const [value, n] of exact)
            if (!merged.values.includes(value)) expect(n).toBeLessThanOrEqual(merged.floor);
          if (exact.size <= capacity) expect([merged.floor, merged.error]).toEqual([0, 0]);
        },
      ),
    );
  });

  test("that is not in order, or lacks counts, is refused", () => {
    const summary = { capacity: 2, values: ["a", "b"], counts: [1, 1], floor: 0, error: 0 };
    const problems = (change: object) =>
      countSummarySchema.safeParse({ ...summary, ...change }).error?.issues.map(({ message }) => message);
    expect(problems({})).toBeUndefined();
    expect(problems({ values: ["b", "a"] })).toEqual(["values are not in code point order"]);
    expect(problems({ values: ["a", "a"] })).toEqual(["values are not in code point order"]);
    expect(problems({ values: ["a"] })).toEqual(["values and counts differ in length"]);
    for (const change of [{ counts: [1, 0] }, { floor: -1 }, { error: 0.5 }, { capacity: 0 }]) {
      expect(problems(change)).toHaveLength(1);
    }
  });
});

describe("a sketch of different texts", () => {
  const sketchOf = (hashes: readonly number[]) => {
    const builder = distinctSketchBuilder();
    for (const hash of hashes) builder.add(hash);
    return builder.sketch();
  };
  /** Hashes that are spread evenly below 2⁵³, each of them twice where its number is even. */
  const hashes = (n: number) =>
    Array.from({ length: n }, (_, i) => Math.floor((((i * 7919) % n) + 0.5) * (2 ** 53 / n)));

  test("is exact below 1,024 texts, and keeps the 1,024 smallest hashes with their counts", () => {
    expect(distinctCount(sketchOf(hashes(1023)))).toBe(1023);
    expect(distinctCount(sketchOf([]))).toBe(0);
    expect(duplicateShare(sketchOf([]))).toBe(0);
    expect(duplicateShare(sketchOf([1, 1, 2, 1]))).toBe(0.5);
    for (const n of [1024, 1025, 4096, 20_000]) {
      const all = hashes(n);
      const sketch = sketchOf([...all, ...all.slice(0, n / 2)]);
      const sorted = all.toSorted((a, b) => a - b).slice(0, 1024);
      const twice = new Set(all.slice(0, n / 2));
      expect(sketch).toEqual({ hashes: sorted, counts: sorted.map((hash) => (twice.has(hash) ? 2 : 1)) });
      expect(Math.abs(distinctCount(sketch) / n - 1)).toBeLessThan(0.002);
      const parts = [all, all.slice(0, n / 2)].map(sketchOf) as [
        ReturnType<typeof sketchOf>,
        ReturnType<typeof sketchOf>,
      ];
      expect(mergeDistinctSketches(...parts)).toEqual(sketch);
    }
  });

  test("whose hashes do not ascend, or that is none, is refused", () => {
    const problems = (change: object) =>
      distinctSketchSchema
        .safeParse({ hashes: [1, 2], counts: [1, 1], ...change })
        .error?.issues.map(({ message }) => message);
    expect(problems({})).toBeUndefined();
    expect(problems({ hashes: [2, 1] })).toEqual(["hashes do not ascend"]);
    expect(problems({ hashes: [1, 1] })).toEqual(["hashes do not ascend"]);
    expect(problems({ counts: [1] })).toEqual(["hashes and counts differ in length"]);
    for (const wrong of [undefined, {}, { hashes: [1], counts: [] }]) {
      for (const read of [distinctCount, duplicateShare]) {
        expect(() => read(wrong as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
      }
    }
  });
});
