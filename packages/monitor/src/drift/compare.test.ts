import { describe, expect, test } from "vitest";
import {
  createProfile,
  type DataTable,
  type DriftMethod,
  driftReport,
  type TableDriftOptions,
  tableDrift,
  windowReport,
} from "../index.js";
import { quantile } from "./column-statistics.js";
import { distancePValue } from "./distance-p-value.js";
import { chiSquareContingency } from "./methods/category-tests.js";
import { pairOfCategories, pairOfNumbers } from "./methods/pair.js";

/** A method whose result is known. */
const fixed = (
  result: DriftMethod["result"],
  value: number,
  threshold: number,
  kinds: readonly ("numeric" | "categorical")[] = ["numeric", "categorical"],
): DriftMethod => {
  const score = () =>
    result === "pValue" ? { statistic: 1, pValue: value } : { statistic: value, pValue: null };
  return {
    name: "fixed",
    title: "Fixed",
    result,
    threshold,
    ...Object.fromEntries(kinds.map((kind) => [kind, score])),
  };
};

function compared(reference: DataTable, current: DataTable, options: Partial<TableDriftOptions> = {}) {
  const [column] = tableDrift({ reference, current, ...options }).columns;
  if (column?.status !== "compared") return expect.fail("it was not compared");
  return column;
}

describe("a column that is compared", () => {
  test("has count, location and spread of each window", () => {
    const { reference, current } = compared({ x: [1, 2, 2, 3, 12, null, Number.NaN] }, { x: [7, 7, null] });
    expect(reference).toEqual({
      ...{ count: 5, missing: 2, distinct: 4, mean: 4, median: 2, min: 1, max: 12 },
      deviation: expect.closeTo(Math.sqrt((9 + 4 + 4 + 1 + 64) / 5), 12),
    });
    expect(current).toEqual({
      count: 2,
      missing: 1,
      distinct: 1,
      mean: 7,
      deviation: 0,
      median: 7,
      min: 7,
      max: 7,
    });
    const none = { mean: null, deviation: null, median: null, min: null, max: null };
    const categories = compared({ x: ["a", "b", "b"] }, { x: ["b", null, "c", "c"] });
    expect(categories.reference).toEqual({ count: 3, missing: 0, distinct: 2, ...none });
    expect(categories.current).toEqual({ count: 3, missing: 1, distinct: 2, ...none });
  });

  test("a quantile is the value at the position ⌈share · n⌉ of the sorted records", () => {
    const at = (share: number) => quantile([1, 2, 3], [1, 1, 2], share);
    expect([0, 0.25, 0.26, 0.5, 0.51, 1].map(at)).toEqual([1, 1, 2, 2, 3, 3]);
  });

  test("has the most frequent categories, and one bar for the others when there are more than 30", () => {
    const list = (count: number) => Array.from({ length: count }, (_, i) => `c${String(i).padStart(2, "0")}`);
    const all = compared({ x: list(30) }, { x: list(30) });
    expect(all.bins?.labels).toEqual(list(30));
    // c31 is the most frequent of both windows, c30 the next.
    const many = compared({ x: [...list(33), "c31", "c31", "c30"] }, { x: [...list(33), "c31"] });
    const first = ["c31", "c30", ...list(27)];
    expect(many.bins).toEqual({
      edges: null,
      labels: [...first, "4 others"],
      reference: [3, 2, ...new Array(27).fill(1), 4],
      current: [2, 1, ...new Array(27).fill(1), 4],
    });
    // The shares of the windows decide, not their sizes.
    const shares = compared({ x: ["a", "a", "a", "a", "b"] }, { x: ["b"] });
    expect(shares.bins?.labels).toEqual(["b", "a"]);
  });

  test("has at most 30 bins of numbers; outliers are in the outermost ones", () => {
    const values = Array.from({ length: 2000 }, (_, i) => i / 2000);
    const { bins } = compared({ x: [...values, -1e6] }, { x: [...values, 1e6, 1e6] });
    const total = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
    expect(bins!.edges!.length).toBeLessThanOrEqual(31);
    expect(bins!.edges!.length).toBeGreaterThan(10);
    expect(bins!.edges![0]).toBeCloseTo(0.005, 2);
    expect(bins!.edges!.at(-1)).toBeCloseTo(0.995, 2);
    expect([total(bins!.reference), total(bins!.current)]).toEqual([2001, 2002]);
    const long = Array.from({ length: 100_000 }, (_, i) => 2 ** (i / 1000));
    expect(compared({ x: long }, { x: long }).bins!.edges!.length).toBeLessThanOrEqual(31);
    expect(compared({ x: [3, 3] }, { x: [3] }).bins).toMatchObject({
      labels: null,
      reference: [2],
      current: [1],
    });
  });
});

describe("whether a column has drifted", () => {
  const table = { x: [1, 2, 3] };
  test.each([
    ["pValue", 0.049, true],
    ["pValue", 0.05, false],
    ["distance", 0.05, true],
    ["distance", 0.049, false],
  ] as const)("a %s of %d at the threshold 0.05: %s", (result, value, drifted) => {
    for (const correction of ["none", "holm"] as const) {
      const methods = { x: fixed(result, value, 0.05) };
      expect(compared(table, table, { methods, correction })).toMatchObject({
        drifted,
        score: value,
        threshold: 0.05,
      });
    }
  });

  test("an own threshold stands for that of the method", () => {
    const methods = { x: fixed("pValue", 0.2, 0.05) };
    expect(compared(table, table, { methods, thresholds: { x: 0.3 } })).toMatchObject({
      drifted: true,
      threshold: 0.3,
    });
  });

  test("a chosen distance must also be significant; p-values are corrected over the columns that have one", () => {
    const choose = () => fixed("distance", 9, 0.1);
    expect(compared(table, table, { chooseMethod: choose })).toMatchObject({
      drifted: false,
      pValue: 1,
      adjustedPValue: 1,
    });
    expect(compared(table, table, { chooseMethod: choose, correction: "none" })).toMatchObject({
      drifted: true,
      pValue: null,
    });
    const chosen = { chooseMethod: () => fixed("pValue", 0.03, 0.05) };
    expect(compared(table, table, chosen)).toMatchObject({ drifted: true, pValue: 0.03, score: 0.03 });
    const tables = { a: [1, 2], b: [1, 2], c: [1, 2], d: [1, 2] };
    const p = (value: number) => fixed("pValue", value, 0.05);
    const methods = { a: p(0.02), b: p(0.03), c: fixed("distance", 9, 0.1) };
    const report = tableDrift({
      reference: tables,
      current: { ...tables, d: [] },
      methods,
      correction: "bonferroni",
    });
    const found = report.columns.map((c) => [
      c.column,
      c.status === "compared" && [c.adjustedPValue, c.drifted],
    ]);
    expect(Object.fromEntries(found)).toEqual({
      ...{ a: [0.04, true], b: [0.06, false], c: [null, true], d: false },
    });
  });

  test("the p-value of a distance is that of chi-squared for few values, else of Kolmogorov and Smirnov", () => {
    const few = pairOfNumbers([1, 1, 2, 3, 4, 5, 5], [5, 5, 4, 4, 3, 2, 1, 5]);
    const missing = { reference: 0, current: 0 };
    const expected = chiSquareContingency.categorical!(few).pValue!;
    expect(distancePValue({ column: "x", type: "numeric", missing, pair: few })).toBe(expected);
    const names = pairOfCategories([..."abcdefg"], [..."aabbbcdefg"]);
    expect(distancePValue({ column: "x", type: "categorical", missing, pair: names })).toBe(
      chiSquareContingency.categorical!(names).pValue,
    );
    // D = 0.2 with 100 values each: kstwobign.sf(0.2 · (√50 + 0.12 + 0.11/√50)) of SciPy.
    const numbers = (from: number) => Array.from({ length: 100 }, (_, i) => i + from);
    const pair = pairOfNumbers(numbers(0), numbers(20));
    expect(distancePValue({ column: "x", type: "numeric", missing, pair })).toBeCloseTo(0.03138, 5);
  });
});

describe("the columns of a report", () => {
  const columns = (names: string) => Object.fromEntries([...names].map((name) => [name, [1, 2]]));
  const verdicts = (methods: Record<string, DriftMethod>, names: string, driftShare?: number) =>
    tableDrift({
      reference: columns(names),
      current: columns(names),
      methods,
      correction: "none",
      ...(driftShare === undefined ? {} : { driftShare }),
    });

  test("come with the drifted ones first, by how far they are beyond the threshold, then by name; others last", () => {
    const methods = {
      z: fixed("distance", 0.4, 0.1),
      a: fixed("distance", 0.3, 0.1),
      e: fixed("distance", 0.3, 0.1),
      p: fixed("pValue", 0.001, 0.05),
      o: fixed("pValue", 0, 0.05),
      y: fixed("distance", 0.09, 0.1),
      b: fixed("pValue", 0.5, 0.05),
      c: fixed("pValue", 0.06, 0.05),
    };
    const report = tableDrift({
      reference: { ...columns("eazypobc"), gone: [1], empty: [] },
      current: { ...columns("eazypobc"), empty: [2], added: [1] },
      methods,
      correction: "none",
    });
    expect(report.columns.map(({ column }) => column)).toEqual([
      ...["o", "p", "z", "a", "e", "y", "c", "b", "added", "empty", "gone"],
    ]);
    expect(report.dataset).toEqual({
      drifted: true,
      driftedColumns: 5,
      comparedColumns: 8,
      share: 0.625,
      threshold: 0.5,
    });
    expect(report.columns.slice(-3)).toEqual([
      { status: "notCompared", column: "added", type: "numeric", reason: "it is not in the reference" },
      {
        status: "notCompared",
        column: "empty",
        type: "numeric",
        reason: "it has no values in the reference",
      },
      { status: "notCompared", column: "gone", type: "numeric", reason: "it is not in the current window" },
    ]);
  });

  test("a distance that is large and not significant stands behind those that drifted", () => {
    const report = tableDrift({
      reference: columns("ab"),
      current: columns("ab"),
      methods: { b: fixed("distance", 0.2, 0.1) },
      chooseMethod: () => fixed("distance", 9, 0.1),
    });
    expect(report.columns.map((c) => [c.column, c.status === "compared" && c.drifted])).toEqual([
      ["b", true],
      ["a", false],
    ]);
  });

  test("of profiles that cannot be compared are listed with the reason", () => {
    const profile = (x: DataTable) => createProfile(["a", "b"], { columns: x });
    const report = driftReport({
      reference: profile({ x: ["u", "v"], only: ["u", "v"] }),
      current: profile({ x: [1, 2], now: ["u", "v"] }),
      columns: ["x", "only", "now"],
    });
    expect(report.columns).toEqual([
      ...[
        ["now", "categorical", "it is not in the reference"],
        ["only", "categorical", "it is not in the current window"],
        ["x", "categorical", "it is categorical in the reference and numeric now"],
      ].map(([column, type, reason]) => ({ status: "notCompared", column, type, reason })),
    ]);
  });

  test("the dataset has drifted from the given share of columns on", () => {
    const methods = { a: fixed("distance", 1, 0.1), b: fixed("distance", 0, 0.1) };
    expect(verdicts(methods, "ab").dataset.drifted).toBe(true);
    expect(verdicts(methods, "ab", 0.51).dataset.drifted).toBe(false);
    expect(verdicts({ b: methods.b }, "b", 0).dataset.drifted).toBe(true);
    expect(tableDrift({ reference: {}, current: {}, driftShare: 0 })).toMatchObject({
      dataset: { drifted: false, share: 0, comparedColumns: 0 },
      referenceCount: 0,
      words: { tested: 0, drifted: 0, strongest: [] },
    });
  });

  test("of a table are numeric when all values of both windows are numbers; the longest column counts", () => {
    const type = (a: DataTable[string], b: DataTable[string]) => compared({ x: a }, { x: b }).type;
    expect([type([1, 2], [3]), type([1, null], [2, Number.NaN])]).toEqual(["numeric", "numeric"]);
    expect([type([1, "2"], [3]), type([1], ["a", 2]), type(["a"], [1]), type([true], [false])]).toEqual(
      new Array(4).fill("categorical"),
    );
    const report = tableDrift({
      reference: { a: [1], b: [1, 2, 3], c: [1, 2] },
      current: { a: [1, 2], b: [1], c: [] },
    });
    expect([report.referenceCount, report.currentCount]).toEqual([3, 2]);
    const names = tableDrift({
      reference: { a: [1], b: [1] },
      current: { a: [1], b: [1] },
      columns: ["b"],
    });
    expect(names.columns.map(({ column }) => column)).toEqual(["b"]);
  });

  test.each([
    ["columns[0]", { columns: ["charcters"] }],
    ["methods", { methods: { charcters: "psi" } }],
    ["thresholds", { thresholds: { charcters: 0.1 } }],
  ])("a name of no column in %s is refused with the nearest name", (option, wrong) => {
    const profile = createProfile(["a", "b"]);
    const table = { characters: [1, 2], words: [1, 2] };
    const message = new RegExp(
      `Option ${option.replace(/[[\]]/g, "\\$&")} of \\w+ is "charcters", expected "characters", or another column: .*words`,
    );
    const refused = expect.objectContaining({
      code: "INVALID_OPTION",
      message: expect.stringMatching(message),
    });
    expect(() => tableDrift({ reference: table, current: table, ...wrong })).toThrow(refused);
    expect(() => driftReport({ reference: profile, current: profile, ...wrong })).toThrow(refused);
    expect(() => windowReport({ start: 0, end: 1, profile }, profile, wrong)).toThrow(refused);
  });

  test("a method that cannot compare a column is refused, with those that can", () => {
    const refusal = (method: string | DriftMethod, values: DataTable[string]) => {
      try {
        tableDrift({ reference: { x: values }, current: { x: values }, methods: { x: method } });
      } catch (error) {
        return (error as { details: { method: string; type: string; known: string[] } }).details;
      }
      return undefined;
    };
    const numbers = [1, 2, 3];
    const names = ["a", "b", "a"];
    expect(refusal("none", numbers)).toMatchObject({
      method: "none",
      type: "numeric",
      known: expect.arrayContaining(["ks", "psi"]),
    });
    const ofNames = refusal("ks", names)!;
    expect(ofNames).toMatchObject({
      method: "ks",
      type: "categorical",
      known: expect.arrayContaining(["psi"]),
    });
    expect(ofNames.known).not.toContain("ks");
    expect(refusal(fixed("pValue", 1, 0.05, ["numeric"]), names)).toMatchObject({
      method: "fixed",
      type: "categorical",
    });
    // A method for categories takes each different number as one.
    expect(refusal(fixed("pValue", 1, 0.05, ["categorical"]), numbers)).toBeUndefined();
    expect(refusal(fixed("pValue", 1, 0.05, ["categorical"]), names)).toBeUndefined();
    const numeric = fixed("pValue", 1, 0.05, ["numeric"]);
    expect(() =>
      tableDrift({ reference: { x: names }, current: { x: names }, chooseMethod: () => numeric }),
    ).toThrow(expect.objectContaining({ code: "UNKNOWN_DRIFT_METHOD" }));
  });
});
