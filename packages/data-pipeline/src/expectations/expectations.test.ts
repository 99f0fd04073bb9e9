import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Example } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { checkData } from "../config/check-data.js";
import { loadPipelineConfig } from "../config/load-config.js";
import { createPipeline } from "../dataset/pipeline.js";
import { renderQualityReport } from "../report/quality-page.js";
import { hashSplit } from "../split/hash-split.js";
import { officialSplit } from "../split/official-split.js";
import { materializeStream } from "../store/materialize-stream.js";
import type { Expectation, NamedExpectation } from "./expectation.js";

/** 40 documents: 30 in train, of which 10 are `pos`; 10 in test, of which 5 are. */
const ROWS: Example[] = Array.from({ length: 40 }, (_, i) => ({
  id: `d${String(i).padStart(2, "0")}`,
  text: `Document ${i} ${"word ".repeat(i % 10)}`.trim(),
  label: (i < 30 ? i % 3 === 0 : i % 2 === 0) ? "pos" : "neg",
  split: i < 30 ? "train" : "test",
  group: `film ${i % 8}`,
  attributes: {
    lang: i % 10 === 0 ? "fr" : "en",
    stars: 1 + (i % 5),
    ...(i % 4 === 0 ? {} : { author: `a${i}@mail.org` }),
  },
}));

async function found(...expectations: Expectation[]) {
  const pipeline = createPipeline({ split: officialSplit(), expectations, failOn: "never" });
  const { quality } = await pipeline.process(ROWS);
  const builtIn = (await createPipeline({ split: officialSplit(), failOn: "never" }).process(ROWS)).quality;
  return quality.findings.filter(({ check }) => !builtIn.checks.includes(check));
}

describe("an expectation of the whole of the data", () => {
  const cases: [met: NamedExpectation, unmet: NamedExpectation, observed: string | RegExp][] = [
    [{ expect: "row-count-between", min: 40, max: 40 }, { expect: "row-count-between", min: 41 }, "40"],
    [
      { expect: "row-count-between", part: "test", max: 10 },
      { expect: "row-count-between", part: "test", max: 9 },
      "10",
    ],
    [
      { expect: "label-share-between", label: "pos", min: 0.3, max: 0.4 },
      { expect: "label-share-between", label: "pos", part: "test", max: 0.4 },
      "0.5",
    ],
    [
      { expect: "label-count-between", part: "train", min: 10 },
      { expect: "label-count-between", part: "train", min: 11 },
      /"pos" \(10\)/,
    ],
    [
      { expect: "values-not-null", column: "author", mostly: 0.75 },
      { expect: "values-not-null", column: "author", mostly: 0.76 },
      "75 % of 40",
    ],
    [{ expect: "values-unique", column: "id" }, { expect: "values-unique", column: "group" }, "0 % of 40"],
    [
      { expect: "values-in-set", column: "lang", values: ["en"], mostly: 0.9 },
      { expect: "values-in-set", column: "lang", values: ["en"] },
      "90 % of 40",
    ],
    [
      { expect: "values-not-in-set", column: "lang", values: ["de"] },
      { expect: "values-not-in-set", column: "stars", values: [5] },
      "80 % of 40",
    ],
    [
      { expect: "values-between", column: "attributes.stars", min: 1, max: 5 },
      { expect: "values-between", column: "stars", max: 4 },
      "80 % of 40",
    ],
    [
      { expect: "values-match-regex", column: "author", regex: "^[^@]+@mail\\.org$" },
      { expect: "values-match-regex", column: "text", regex: "word$" },
      "90 % of 40",
    ],
    [
      { expect: "values-not-match-regex", column: "text", regex: "<br" },
      { expect: "values-not-match-regex", column: "text", regex: "word" },
      "10 % of 40",
    ],
    [
      { expect: "value-lengths-between", column: "text", min: 10, max: 60 },
      { expect: "value-lengths-between", column: "lang", min: 3 },
      "0 % of 40",
    ],
    [
      { expect: "distinct-values-equal-set", column: "lang", values: ["en", "fr"] },
      { expect: "distinct-values-equal-set", column: "lang", values: ["en", "de"] },
      '"en", "fr"',
    ],
    [
      { expect: "distinct-count-between", column: "group", min: 8, max: 8 },
      { expect: "distinct-count-between", column: "group", min: 9 },
      "8",
    ],
    [
      { expect: "quantile-between", column: "stars", quantile: 0.5, min: 3, max: 3 },
      { expect: "quantile-between", column: "stars", quantile: 0.5, max: 2.5 },
      "3",
    ],
    [
      { expect: "length-quantile-between", quantile: 1, min: 50 },
      { expect: "length-quantile-between", quantile: 1, max: 50 },
      "56",
    ],
    [
      { expect: "one-label-per-value", column: "id" },
      { expect: "one-label-per-value", column: "group" },
      /values with more than one label/,
    ],
  ];

  test.each(cases)(
    "that is met is info, and else an error with what was observed: %o",
    async (met, unmet, observed) => {
      const [good] = await found(met);
      expect(good).toMatchObject({ severity: "info", expected: expect.any(String) });
      const [bad] = await found(unmet);
      expect(bad).toMatchObject({ severity: "error", observed: expect.stringMatching(observed) });
      expect(bad!.count).toBeGreaterThan(0);
    },
  );

  test("has the most frequent other values and documents as examples", async () => {
    const [finding] = await found({
      expect: "values-in-set",
      column: "lang",
      values: ["en"],
      severity: "warning",
    });
    expect(finding).toEqual({
      check: "values-in-set lang",
      severity: "warning",
      message: '4 of 40 values of "lang" are not in the set: "fr" (4).',
      count: 4,
      examples: ["d00", "d10", "d20", "d30"],
      observed: "90 % of 40",
      expected: 'all in "en"',
    });
    const [pairs] = await found({ expect: "one-label-per-value", column: "group" });
    expect(pairs?.examples[0]).toMatch(/^d\d\d = d\d\d$/);
  });

  test("of a column that no document has is not met", async () => {
    const named: NamedExpectation[] = [
      { expect: "values-in-set", column: "langs", values: ["en"] },
      { expect: "values-unique", column: "langs" },
      { expect: "quantile-between", column: "langs", quantile: 0.5, min: 0 },
      { expect: "one-label-per-value", column: "langs" },
    ];
    for (const { severity, observed } of await found(...named)) {
      expect([severity, observed]).toEqual(["error", expect.stringMatching(/no values|nothing to measure/)]);
    }
    const [texts] = await found({ expect: "quantile-between", column: "lang", quantile: 0.5, min: 0 });
    expect(texts?.message).toContain("are not numbers");
  });

  test("may be a function of the parts, with several findings", async () => {
    const findings = await found({
      name: "no-film-of-test",
      severity: "warning",
      expect: ({ train, test }) =>
        test.length > train.length
          ? []
          : [{ message: "More train." }, { message: "Less test.", count: 3, examples: ["d30"] }],
    });
    expect(findings).toEqual([
      { check: "no-film-of-test", severity: "warning", message: "More train.", count: 1, examples: [] },
      { check: "no-film-of-test", severity: "warning", message: "Less test.", count: 3, examples: ["d30"] },
    ]);
    expect(await found({ name: "good", expect: () => [] })).toEqual([]);
    await expect(found({ name: "bad", expect: (() => "no") as never })).rejects.toThrow(/expect\(\)/);
  });

  test("that is not met fails the pipeline, and is on the page", async () => {
    const expectations: Expectation[] = [{ expect: "row-count-between", name: "enough rows", min: 1000 }];
    const strict = createPipeline({ split: officialSplit(), expectations });
    await expect(strict.process(ROWS)).rejects.toMatchObject({
      code: "QUALITY_FAILED",
      message: expect.stringContaining(
        "enough rows: The number of documents is 40; expected is at least 1000.",
      ),
    });
    const loose = createPipeline({ split: officialSplit(), expectations, failOn: "never" });
    const page = renderQualityReport(await loose.process(ROWS));
    for (const words of ["enough rows", "Observed: 40", "Expected: at least 1000"])
      expect(page).toContain(words);
  });

  test.each([
    [{ expect: "row-count-betwen", min: 1 }, /expectations\[0\]\.expect.*row-count-between/],
    [{ expect: "row-count-between", mni: 1 }, /mni.*min/],
    [{ expect: "row-count-between" }, /expectations\[0\]\.min/],
    [{ expect: "row-count-between", min: 5, max: 4 }, /expectations\[0\]\.min/],
    [{ expect: "values-in-set", column: "lang" }, /values/],
    [{ expect: "values-unique", column: "id", mostly: 0 }, /mostly/],
    [{ expect: "values-match-regex", column: "id", regex: "(a)\\1" }, /linear time/],
    [{ expect: () => [] }, /name/],
    [{ name: "counts", expect: () => [] }, /no other check/],
  ])("is refused when it is wrong: %o", (wrong, reason) => {
    expect(() => createPipeline({ split: officialSplit(), expectations: [wrong as never] })).toThrow(reason);
  });
});

test("a settings file has expectations, and check-data judges and shows them as it does checks", async () => {
  const folder = await mkdtemp(join(tmpdir(), "expectations-"));
  try {
    await writeFile(
      join(folder, "rows.csv"),
      `id,text,label,split,lang\n${ROWS.map(({ id, text, label, split, attributes }) => `${id},${text},${label},${split},${attributes!["lang"]}`).join("\n")}\n`,
    );
    const check = async (expectation: string) => {
      const path = join(folder, "settings.yaml");
      await writeFile(
        path,
        `data:\n  path: rows.csv\n  columns: { attributes: [lang] }\n  expectations:\n    - ${expectation}\n`,
      );
      return checkData(path);
    };
    const unmet = await check("{ expect: values-in-set, column: lang, values: [en] }");
    expect(unmet.ok).toBe(false);
    expect(unmet.findings.at(-1)).toMatchObject({ severity: "error", observed: "90 % of 40" });
    expect((await check("{ expect: values-in-set, column: lang, values: [en], mostly: 0.9 }")).ok).toBe(true);
    for (const wrong of [
      "{ expect: nothing }",
      "{ expect: values-unique, colum: lang }",
      "{ expect: values-unique }",
    ]) {
      expect((await check(wrong)).steps, wrong).toMatchObject([{ name: "configuration", ok: false }]);
    }
    await check("{ expect: row-count-between, min: 1 }");
    const { data } = await loadPipelineConfig(join(folder, "settings.yaml"));
    expect(data.expectations).toEqual([{ expect: "row-count-between", min: 1 }]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a stream makes those of counts, and refuses those of documents", async () => {
  const folder = await mkdtemp(join(tmpdir(), "expectations-"));
  try {
    const stream = (expectations: Expectation[]) =>
      materializeStream(ROWS, join(folder, "out"), {
        split: hashSplit({ testSize: 0.3, by: "id" }),
        expectations,
      });
    await expect(stream([{ expect: "values-unique", column: "id" }])).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
    await expect(stream([{ expect: "row-count-between", min: 41 }])).rejects.toMatchObject({
      code: "QUALITY_FAILED",
    });
    const { quality } = await stream([{ expect: "row-count-between", min: 40 }]);
    expect(quality.checks).toContain("row-count-between");
  } finally {
    await rm(folder, { recursive: true });
  }
});
