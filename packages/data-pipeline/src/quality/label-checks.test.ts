import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "@imdb/core";
import { describe, expect, expectTypeOf, test } from "vitest";
import { checkData } from "../config/check-data.js";
import { pipelineConfigSchema } from "../config/config-schema.js";
import { createPipeline } from "../dataset/pipeline.js";
import { combineSources } from "../sources/combine-sources.js";
import { readCsv } from "../sources/files.js";
import { readRecords } from "../sources/records.js";
import type { Source } from "../sources/source.js";
import { hashSplit } from "../split/hash-split.js";
import { stratifiedSplit } from "../split/stratified-split.js";
import { materializeStream } from "../store/materialize-stream.js";
import type { QualityFinding } from "./finding.js";

const HYGIENE = [
  "missing-labels",
  "blank-labels",
  "label-variants",
  "label-writings",
  "label-order",
  "single-row-classes",
  "small-classes",
  "unused-label-names",
];

/** Rows with the numbers of documents of each label. */
function rowsOf(sizes: Readonly<Record<string, number>>) {
  return Object.entries(sizes).flatMap(([label, size], k) =>
    Array.from({ length: size }, (_, i) => ({
      id: `${k}-${i}`,
      text: `Document ${i} of class ${k}.`,
      label,
    })),
  );
}

const split = hashSplit({ testSize: 0.4, by: "id" });
const pipeline = createPipeline({ split, failOn: "never" });

async function found(sizes: Readonly<Record<string, number>>): Promise<Record<string, QualityFinding>> {
  const { quality } = await pipeline.process(rowsOf(sizes));
  const own = quality.findings.filter(({ check }) => HYGIENE.includes(check));
  return Object.fromEntries(own.map((finding) => [finding.check, finding]));
}

describe("labels of a dataset", () => {
  test("that differ by case or spaces are one finding, with their counts and the map that merges them", async () => {
    const all = await found({
      pos: 20,
      Pos: 3,
      "pos ": 2,
      neg: 20,
      ｎｅｇ: 2,
      "\u00a0neg": 2,
      "n\u200beg": 2,
    });
    expect(Object.keys(all)).toEqual(["label-variants"]);
    expect(all["label-variants"]).toEqual({
      check: "label-variants",
      severity: "warning",
      message:
        '7 labels differ only by case, spaces or invisible characters: "Pos" (3), "pos" (20), "pos " (2); "neg" (20), "n\\u200beg" (2), "\\u00a0neg" (2), "ｎｅｇ" (2).',
      count: 2,
      examples: ['"Pos" = "pos" = "pos "', '"neg" = "n\\u200beg" = "\\u00a0neg" = "ｎｅｇ"'],
      remedy:
        'To merge them, read with labels: { "Pos": "pos", "pos ": "pos", "n\\u200beg": "neg", "\\u00a0neg": "neg", "ｎｅｇ": "neg" } and otherLabels: "keep" (other_labels: keep in a settings file).',
    });
    expect(Object.keys(await found({ True: 9, true: 9, false: 9 }))).toEqual(["label-variants"]);
    expect(Object.keys(await found({ STRASSE: 9, straße: 9, x: 9 }))).toEqual(["label-variants"]);
  });

  test("that are blank are named by their characters", async () => {
    const { "blank-labels": blank } = await found({ pos: 9, " ": 2, "\u3000\u200b": 2 });
    expect(blank?.message).toBe('2 labels are blank: " " (2), "\\u3000\\u200b" (2).');
    expect(blank?.remedy).toContain('missing: [" ", "\\u3000\\u200b"]');
  });

  test.each(["nan", "NaN", "null", "NULL", "N/A", "#N/A", "<NA>", "undefined", "None", "-"])(
    "of which %j is one have a missing value that became a class",
    async (label) => {
      const { "missing-labels": missing, ...others } = await found({ pos: 20, neg: 20, [label]: 20 });
      expect(others).toEqual({});
      expect(missing?.message).toContain(`${JSON.stringify(label)} (20)`);
    },
  );

  test("may have a class of the name none, or the sign minus, unless it is rare", async () => {
    expect(await found({ none: 20, mild: 20, severe: 20 })).toEqual({});
    expect(await found({ None: 20, Mild: 20, Severe: 20 })).toEqual({});
    expect(await found({ NA: 20, EU: 20 })).toEqual({});
    expect(await found({ "+": 20, "-": 20 })).toEqual({});
    expect(Object.keys(await found({ none: 2, mild: 90, severe: 90 }))).toEqual(["missing-labels"]);
    expect(Object.keys(await found({ none: 20, "0": 20, "1": 20 }))).toEqual(["missing-labels"]);
  });

  test("that are one number or one boolean in several writings are a finding", async () => {
    const { "label-writings": numbers } = await found({ "1": 9, "1.0": 8, "01": 7, "2": 9 });
    expect(numbers?.message).toBe(
      '3 labels are one number in several writings: "01" (7), "1" (9), "1.0" (8).',
    );
    expect(numbers?.remedy).toContain('{ "01": "1", "1.0": "1" }');
    const { "label-writings": booleans } = await found({ yes: 9, no: 9, "1": 9 });
    expect(booleans?.message).toBe('2 labels are one boolean in several writings: "1" (9), "yes" (9).');
    const large = await found({ "9007199254740993": 9, "9007199254740992": 9 });
    expect(large["label-writings"]).toBeUndefined();
  });

  test("that are numbers, out of order as texts, are told of and are no warning", async () => {
    const { "label-order": order, ...others } = await found({ "1": 9, "10": 9, "2": 9 });
    expect(others).toEqual({});
    expect(order).toMatchObject({
      severity: "info",
      message: "The labels are numbers, sorted as texts: 1, 10, 2.",
    });
    expect(await found({ "1": 9, "2": 9, "3": 9 })).toEqual({});
  });

  test("with one row, or with fewer than there are parts, are two findings", async () => {
    const { "single-row-classes": single } = await found({ pos: 20, neg: 20, odd: 1 });
    expect(single?.message).toBe('1 class has one document only, which cannot be split: "odd".');
    const rows = rowsOf({ pos: 20, neg: 20, odd: 2 });
    const three = createPipeline({
      split: stratifiedSplit({ testSize: 0.2, validationSize: 0.2, smallClasses: "train" }),
      failOn: "never",
    });
    const { quality } = await three.process(rows);
    expect(quality.findings.find(({ check }) => check === "small-classes")?.message).toBe(
      '1 class has fewer documents than the 3 parts: "odd" (2).',
    );
    expect(Object.keys(await found({ pos: 20, neg: 20, odd: 2 }))).toEqual([]);
  });

  test("that are clean, whatever they are, have no finding", async () => {
    const random = seededRandom(24);
    const alphabet = [..."abcdefgxyzäöüßжщλδ漢字かな한국אב"];
    const word = () =>
      Array.from({ length: 2 + random.integer(6) }, () => alphabet[random.integer(alphabet.length)]!).join(
        "",
      );
    for (let round = 0; round < 60; round++) {
      const names = new Set<string>();
      while (names.size < 2 + random.integer(6))
        names.add(`${word()}${random.integer(2) ? ` ${word()}` : ""}`);
      if (new Set([...names].map((name) => name.toUpperCase())).size < names.size) continue;
      const sizes = Object.fromEntries([...names].map((name) => [name, 3 + random.integer(9)]));
      expect(await found(sizes), JSON.stringify(sizes)).toEqual({});
    }
    expect(await found({ "0": 9, "1": 9 })).toEqual({});
    expect(await found({ "-1": 9, "0": 9, "1": 9 })).toEqual({});
    expect(await found({ true: 9, false: 9 })).toEqual({});
  });
});

describe("labels that are named", () => {
  const rows = rowsOf({ pos: 20, Pos: 5, "pos ": 3, neg: 20 });
  const labels = { Pos: "pos", "pos ": "pos" };

  test("are merged, the others are kept, and the lineage has the rows of each", async () => {
    const source = () => readRecords<string>(rows, { labels, otherLabels: "keep" });
    const dataset = await pipeline.process(source());
    expect(dataset.manifest.labels).toEqual(["neg", "pos"]);
    expect(dataset.manifest.sources[0]?.labels).toEqual([
      { from: "Pos", to: "pos", rows: 5 },
      { from: "pos ", to: "pos", rows: 3 },
    ]);
    expect(dataset.quality.findings.filter(({ check }) => HYGIENE.includes(check))).toEqual([]);
    expect((await pipeline.process(source())).version).toBe(dataset.version);
    expect(
      (await pipeline.process(readRecords(rows.toReversed(), { labels, otherLabels: "keep" } as never)))
        .version,
    ).toBe(dataset.version);
  });

  test("refuse the others unless they are kept, and keeping them needs the type of any text", async () => {
    const refused = pipeline.process(readRecords(rows, { labels }));
    await expect(refused).rejects.toThrow(/the label "pos" is not one of Pos, pos /);
    expect(() => readRecords(rows, { otherLabels: "all" } as never)).toThrow(/otherLabels/);
    expectTypeOf(readRecords(rows, { labels: { a: "x", b: "y" } })).toEqualTypeOf<Source<"x" | "y">>();
    // @ts-expect-error labels that are kept are not of the type of the names
    readRecords<"pos">(rows, { labels: { Pos: "pos" }, otherLabels: "keep" });
  });

  test("that no row of any source has are a finding", async () => {
    const named = { ...labels, POS: "pos", neg: "neg", pos: "pos" };
    const only = async (source: Source) =>
      (await pipeline.process(source)).quality.findings.find(({ check }) => check === "unused-label-names");
    expect(await only(readRecords<string>(rows, { labels: named }))).toMatchObject({
      severity: "warning",
      message: '1 label of the option labels is in no row: "POS".',
    });
    const sources = [
      rows.filter(({ label }) => label === "neg"),
      rows.filter(({ label }) => label !== "neg"),
    ];
    const { POS: _, ...used } = named;
    expect(
      await only(combineSources(sources.map((some) => readRecords<string>(some, { labels: used })))),
    ).toBeUndefined();
  });
});

test("labels of a file are checked by check-data and in a stream, and an error is its exit code", async () => {
  const folder = await mkdtemp(join(tmpdir(), "labels-"));
  try {
    const path = join(folder, "reviews.csv");
    const lines = rowsOf({ pos: 20, Pos: 5, neg: 20 }).map(({ id, text, label }) => `${id},${text},${label}`);
    await writeFile(path, `id,text,label\n${lines.join("\n")}\n`);
    const data = { path, split: "stratified", test_size: 0.4, near_duplicates: "off" };
    const check = (more: object) => checkData(pipelineConfigSchema.parse({ data: { ...data, ...more } }));
    const plain = await check({});
    expect([plain.ok, plain.findings.map((finding) => finding.check)]).toEqual([
      true,
      expect.arrayContaining(["label-variants"]),
    ]);
    const strict = { quality: { "label-variants": { severity: "error" } } };
    expect((await check(strict)).ok).toBe(false);
    const merged = await check({ ...strict, labels: { Pos: "pos" }, other_labels: "keep" });
    expect([merged.ok, merged.dataset?.manifest.labels]).toEqual([true, ["neg", "pos"]]);
    const streamed = await materializeStream(readCsv(path), join(folder, "out"), { split });
    expect(streamed.quality.findings.map((finding) => finding.check)).toContain("label-variants");
  } finally {
    await rm(folder, { recursive: true });
  }
});
