import { seededRandom } from "@imdb/core";
import { describe, expect, test } from "vitest";
import {
  createProfile,
  driftHtml,
  driftReport,
  driftReportSchema,
  mergeProfiles,
  tableDrift,
} from "../index.js";

const random = seededRandom(7);
const WORDS = ["the", "film", "good", "bad", "plot", "actor", "scene", "music", "long", "short"];

function texts(n: number, more: readonly string[] = []): string[] {
  const words = [...WORDS, ...more];
  return Array.from({ length: n }, () =>
    Array.from({ length: 5 + random.integer(20) }, () => words[random.integer(words.length)]!).join(" "),
  );
}

const reference = createProfile(texts(3000));

describe("driftReport", () => {
  test("windows of the same kind have not drifted", () => {
    const report = driftReport({ reference, current: createProfile(texts(1000)) });
    expect(report.dataset).toMatchObject({ drifted: false, driftedColumns: 0 });
    expect(report.words.drifted).toBe(0);
    expect(report.columns.map((c) => c.status)).toEqual(report.columns.map(() => "compared"));
  });

  test("new words are listed with their shares of the texts", () => {
    const report = driftReport({ reference, current: createProfile(texts(1000, ["terrible", "refund"])) });
    const words = report.words.strongest.map((w) => w.word);
    expect(words.slice(0, 2).sort()).toEqual(["refund", "terrible"]);
    expect(report.words.strongest[0]).toMatchObject({ change: "more", referenceShare: 0 });
  });

  test("longer texts are drift in the columns of length", () => {
    const current = createProfile(texts(1000).map((t) => `${t} ${t} ${t}`));
    const report = driftReport({ reference, current });
    const drifted = report.columns.flatMap((c) => (c.status === "compared" && c.drifted ? [c.column] : []));
    expect(drifted).toEqual(expect.arrayContaining(["characters", "words", "distinctWordShare"]));
    expect(report.dataset.drifted).toBe(true);
  });

  test("an empty window, a missing column and a change of type are listed and not counted", () => {
    const empty = driftReport({ reference, current: createProfile([]) });
    expect(empty.dataset).toEqual({
      drifted: false,
      driftedColumns: 0,
      comparedColumns: 0,
      share: 0,
      threshold: 0.5,
    });
    const report = driftReport({
      reference: createProfile(["a", "b"], { columns: { stars: [1, 2], source: ["x", "y"] } }),
      current: createProfile(["a", "b"], { columns: { stars: ["one", "two"] } }),
    });
    const reasons = Object.fromEntries(
      report.columns.flatMap((c) => (c.status === "notCompared" ? [[c.column, c.reason]] : [])),
    );
    expect(reasons).toEqual({
      source: "it is not in the current window",
      stars: "it is numeric in the reference and categorical now",
    });
  });

  test("constant columns are stable and drift when the constant changes", () => {
    const constant = (value: number) =>
      createProfile(texts(50), { columns: { k: new Array(50).fill(value) } });
    const verdict = (value: number) =>
      driftReport({ reference: constant(3), current: constant(value), columns: ["k"] }).columns[0];
    expect(verdict(3)).toMatchObject({ status: "compared", drifted: false });
    expect(verdict(4)).toMatchObject({ status: "compared", drifted: true });
  });

  test("the method, threshold and correction of a column can be set; an unknown method is refused by name", () => {
    const current = createProfile(texts(1000));
    const options = { reference, current, columns: ["words"] };
    const named = driftReport({ ...options, methods: { words: "jensenshannon" }, thresholds: { words: 0 } });
    expect(named.columns[0]).toMatchObject({ method: "jensenshannon", threshold: 0, drifted: true });
    expect(() => driftReport({ ...options, methods: { words: "kss" } })).toThrow(
      expect.objectContaining({ code: "UNKNOWN_DRIFT_METHOD" }),
    );
  });

  test("a value that is not a profile is refused with the field", () => {
    const broken = { ...JSON.parse(JSON.stringify(reference)), count: -1 };
    expect(() => driftReport({ reference: broken, current: reference })).toThrow(/count/);
    expect(() => driftReport({ reference: null, current: reference })).toThrow(
      expect.objectContaining({ code: "SCHEMA_MISMATCH" }),
    );
  });

  test("the report is JSON, matches its schema, and is the same for merged profiles", () => {
    const parts = [texts(500), texts(500)];
    const whole = driftReport({ reference, current: createProfile(parts.flat()) });
    const merged = mergeProfiles(createProfile(parts[0]!), createProfile(parts[1]!));
    expect(driftReport({ reference, current: merged })).toEqual(whole);
    expect(driftReportSchema.parse(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
  });
});

describe("driftHtml", () => {
  test("has the verdict, every column and the words, with hostile words escaped", () => {
    const label = "<script>alert(1)</script>";
    const of = (l: string) =>
      createProfile(texts(1500), { columns: { [l]: new Array(1500).fill(l), x: new Array(1500).fill(1) } });
    const html = driftHtml(driftReport({ reference: of(label), current: of(label) }), { title: "T & T" });
    expect(html).toContain("<title>T &amp; T</title>");
    expect(html).not.toContain("<script>");
    expect(html).toContain("No column has drifted.");
    for (const name of ["characters", "words", "meanWordLength"]) expect(html).toContain(name);
  });

  test("the same report gives the same bytes", () => {
    const report = driftReport({ reference, current: createProfile(texts(100)) });
    expect(driftHtml(report)).toBe(driftHtml(report));
  });
});

test("NaN, infinities and null are missing values; a column without other values is not compared", () => {
  const columns = (values: readonly (number | null)[]) => ({ columns: { stars: values } });
  const values = (n: number) =>
    Array.from({ length: n }, (_, i) => [i % 10, Number.NaN, Number.POSITIVE_INFINITY, null][i % 4]!);
  const reference = createProfile(new Array(400).fill("a film"), columns(values(400)));
  const current = createProfile(new Array(200).fill("a film"), columns(values(200)));
  const stars = driftReport({ reference, current }).columns.find((c) => c.column === "stars");
  expect(stars).toMatchObject({
    status: "compared",
    drifted: false,
    reference: { count: 100, missing: 300 },
    current: { count: 50, missing: 150 },
  });
  const empty = createProfile(new Array(200).fill("a film"), columns(new Array(200).fill(Number.NaN)));
  expect(driftReport({ reference, current: empty }).columns.find((c) => c.column === "stars")).toMatchObject({
    status: "notCompared",
    reason: "it has no values in the current window",
  });
  const table = tableDrift({ reference: { stars: values(400) }, current: { stars: values(200) } });
  expect(table.columns).toMatchObject([{ reference: { count: 100, missing: 300 } }]);
});
