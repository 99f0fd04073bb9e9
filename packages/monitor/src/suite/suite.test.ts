import { describe, expect, test } from "vitest";
import { createProfile, dataQuality, driftReport, runSuite, suiteFromReference } from "../index.js";

const texts = (n: number) =>
  Array.from({ length: n }, (_, i) => `a film about number ${i} ${"and more ".repeat(i % 7)}`);
const sources = (n: number) => Array.from({ length: n }, (_, i) => (i % 4 === 0 ? "web" : "app"));
const window = (n: number) => createProfile(texts(n), { columns: { source: sources(n) } });
const reference = window(700);

describe("runSuite", () => {
  test("a suite of a reference passes on the reference and on similar data", () => {
    const suite = suiteFromReference(reference);
    expect(suite.tests.length).toBeGreaterThan(20);
    for (const current of [reference, window(350)]) {
      const drift = driftReport({ reference, current });
      const result = runSuite({ suite, current, reference, drift });
      expect(result.results.filter((r) => r.status !== "pass")).toEqual([]);
      expect(result).toMatchObject({ status: "pass", exitCode: 0 });
    }
  });

  test("fails on faulty data, and lists the figures", () => {
    const current = createProfile(
      texts(300).map((t, i) => (i % 10 === 0 ? "" : t)),
      { columns: { source: sources(300).map((s, i) => (i % 3 === 0 ? null : s)) } },
    );
    const result = runSuite({
      suite: suiteFromReference(reference),
      current,
      reference,
      drift: driftReport({ reference, current }),
    });
    const failed = result.results.filter((r) => r.status === "fail").map((r) => r.figure);
    expect(failed).toEqual(expect.arrayContaining(["texts.emptyShare", "column.source.missingShare"]));
    expect(result.exitCode).toBe(1);
  });

  test.each([
    [{ lt: 700 }, "fail"],
    [{ lte: 700 }, "pass"],
    [{ gt: 700 }, "fail"],
    [{ gte: 700 }, "pass"],
    [{ eq: 700 }, "pass"],
    [{ within: [699, 701] }, "pass"],
    [{ within: [701, 702] }, "fail"],
    [{ relative: 0 }, "pass"],
    [{ absolute: 1 }, "pass"],
  ] as const)("%o of 700 records: %s", (condition, status) => {
    const suite = { schemaVersion: 1, tests: [{ figure: "count", condition }] };
    expect(runSuite({ suite, current: reference, reference }).status).toBe(status);
  });

  test("warnings have their own exit code; a figure without a value never passes", () => {
    const suite = {
      schemaVersion: 1,
      tests: [{ figure: "accuracy", condition: { gt: 0.5 }, severity: "warn" }],
    };
    expect(runSuite({ suite, current: reference })).toMatchObject({
      status: "warn",
      exitCode: 2,
      results: [{ value: null, note: "the window has no value" }],
    });
    const empty = { schemaVersion: 1, tests: [{ figure: "column.words.mean", condition: { gt: 0 } }] };
    expect(runSuite({ suite: empty, current: createProfile([]) }).status).toBe("fail");
  });

  test("a vanished category has the share 0; a misspelt figure and an invalid suite are refused", () => {
    const suite = (figure: string) => ({ schemaVersion: 1, tests: [{ figure, condition: { gt: 0.1 } }] });
    const current = createProfile(texts(10), { columns: { source: sources(10).map(() => "app") } });
    expect(
      runSuite({ suite: suite("column.source.share.web"), current, reference }).results[0],
    ).toMatchObject({ status: "fail", value: 0 });
    expect(() => runSuite({ suite: suite("column.wrods.mean"), current, reference })).toThrow(
      expect.objectContaining({ code: "UNKNOWN_FIGURE" }),
    );
    expect(() =>
      runSuite({
        suite: { schemaVersion: 1, tests: [{ figure: "count", condition: { less: 1 } }] },
        current,
      }),
    ).toThrow(expect.objectContaining({ code: "SCHEMA_MISMATCH" }));
  });
});

describe("dataQuality", () => {
  test("the same quality is not worse", () => {
    const report = dataQuality(reference, window(350));
    expect(report.shares.filter((s) => s.worse)).toEqual([]);
    expect(report).toMatchObject({ categories: [], schema: [] });
  });

  test("finds empty and duplicate texts, encoding faults, missing values, categories and columns", () => {
    const n = 400;
    const current = createProfile(
      texts(n).map((t, i) =>
        i % 9 === 0 ? "" : i % 9 === 1 ? "the same" : i % 9 === 2 ? `${t} caf\u00c3\u00a9` : t,
      ),
      {
        columns: {
          source: sources(n).map((s, i) => (i % 5 === 0 ? null : s === "web" ? "ftp" : s)),
          extra: new Array(n).fill(1),
        },
      },
    );
    const report = dataQuality(reference, current);
    const worse = report.shares
      .filter((s) => s.worse)
      .map((s) => s.check)
      .sort();
    expect(worse).toEqual(["duplicateTexts", "emptyTexts", "encodingFaults", "missing:source"]);
    expect(report.categories).toEqual([{ column: "source", added: ["ftp"], vanished: ["web"] }]);
    expect(report.schema).toEqual([{ column: "extra", problem: "it is new" }]);
  });

  test("an empty window has no shares", () => {
    expect(dataQuality(reference, createProfile([])).shares).toEqual([]);
  });
});
