import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPipeline } from "../dataset/pipeline.js";
import { readCsv } from "../sources/files.js";
import { stratifiedSplit } from "../split/stratified-split.js";
import { failure } from "../testing/failure.js";
import { checkData } from "./check-data.js";
import { loadPipelineConfig } from "./load-config.js";
import { pipelineFromConfig } from "./pipeline-from-config.js";
import { sourceFromConfig } from "./source-from-config.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-config-"));
  const rows = Array.from(
    { length: 40 },
    (_, i) => `"Review ${i}, with words of its own",${i % 2},${2000 + i}`,
  );
  await writeFile(join(folder, "reviews.csv"), `review,stars,year\n${rows.join("\n")}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const YAML = `
data:
  path: reviews.csv
  columns: { text: review, label: stars, attributes: [year] }
  labels: { "0": neg, "1": pos }
  positive_label: pos
  split: stratified
  test_size: 0.25
  random_state: 7
  on_invalid: quarantine
  near_duplicates: off
  quality:
    html-residue: off
    label-balance: { max_share: 0.2 }
output:
  folder: out/reviews
`;

let files = 0;
async function written(text: string): Promise<string> {
  const path = join(folder, `config-${files++}.yaml`);
  await writeFile(path, text);
  return path;
}

describe("a configuration", () => {
  test("names the file of each part", async () => {
    await writeFile(join(folder, "a.csv"), "text,label\nA gem.,pos\nDull.,neg\n");
    await writeFile(join(folder, "b.jsonl"), '{"text": "Fine.", "label": "pos"}\n');
    const config = await loadPipelineConfig(await written("data: { path: { train: a.csv, test: b.jsonl } }"));
    const { dataset } = await checkData(config);
    expect([dataset?.train.examples.length, dataset?.test.examples.length]).toEqual([2, 1]);
    expect(await failure(loadPipelineConfig(await written("data: { path: { tran: a.csv } }")))).toMatchObject(
      {
        code: "SCHEMA_MISMATCH",
      },
    );
  });

  test("does not train and test on one file", async () => {
    const text = (entries: string) => `data: { path: { train: ${entries} } }`;
    for (const same of [
      "k.zip, test: k.zip",
      "{ path: k.zip, entry: a.csv }, test: { path: k.zip, entry: a.csv }",
    ]) {
      expect(await failure(loadPipelineConfig(await written(text(same))))).toMatchObject({
        code: "SCHEMA_MISMATCH",
        message: expect.stringContaining("the same file"),
      });
    }
    const two = "{ path: k.zip, entry: a.csv }, test: { path: k.zip, entry: b.csv }";
    const { data } = await loadPipelineConfig(await written(text(two)));
    expect(data.path).toMatchObject({ train: { entry: "a.csv" }, test: { entry: "b.csv" } });
  });

  test("says what stands for a missing value; else a label that looks like one is a finding", async () => {
    const rows = Array.from(
      { length: 24 },
      (_, i) => `Row number ${i},${["pos", "neg", "NaN"][i % 3]},${i % 2 ? "NA" : i}`,
    );
    await writeFile(join(folder, "nan.csv"), `text,label,votes\n${rows.join("\n")}\n`);
    const data = "data: { path: nan.csv, split: stratified, columns: { attributes: { votes: number } }";
    const refused = await checkData(await written(`${data} }`));
    expect(JSON.stringify(refused.steps)).toMatch(/votes: the attribute is \\"NA\\"/);
    const plain = await checkData(await written(`${data}, on_invalid: skip, fail_on: never }`));
    expect(plain.findings.find(({ check }) => check === "missing-labels")?.message).toContain('"NaN"');
    const { dataset } = await checkData(await written(`${data}, missing: [NaN, NA] }`));
    expect(dataset?.unlabelled.length).toBe(8);
    expect(dataset?.manifest.labels).toEqual(["neg", "pos"]);
  });

  test("without the column of the labels is refused by check-data, with the columns that there are", async () => {
    const path = await written("data: { path: reviews.csv, columns: { text: review }, split: stratified }");
    const { ok, steps } = await checkData(path);
    expect(ok).toBe(false);
    expect(JSON.stringify(steps)).toContain("the rows have: review, stars, year");
  });

  test("names the dialect of a CSV file", async () => {
    await writeFile(join(folder, "bare.csv"), "a;'x;y';1\r");
    const config = await loadPipelineConfig(
      await written(`data: { path: bare.csv, delimiter: ";", quote: "'", header: [id, text, label] }`),
    );
    const examples = [];
    for await (const example of await sourceFromConfig(config)) examples.push(example);
    expect(examples).toEqual([{ id: "a", text: "x;y", label: "1" }]);
  });

  test("describes the same pipeline as code, and gives the same dataset", async () => {
    const config = await loadPipelineConfig(await written(YAML));
    expect(config.output?.folder).toBe(join(folder, "out/reviews"));
    const dataset = await pipelineFromConfig(config).process(await sourceFromConfig(config));
    const byCode = await createPipeline({
      positive: "pos",
      split: stratifiedSplit({ testSize: 0.25, seed: 7 }),
      onInvalid: "quarantine",
      nearDuplicates: "off",
      quality: { "html-residue": "off", "label-balance": { maxShare: 0.2 } },
    }).process(
      readCsv(join(folder, "reviews.csv"), {
        columns: { text: "review", label: "stars", attributes: ["year"] },
        labels: { "0": "neg", "1": "pos" },
      }),
    );
    expect(dataset.manifest).toEqual(byCode.manifest);
    expect(dataset.test.examples.length).toBe(10);
    expect([dataset.train.positive, dataset.test.positive]).toEqual(["pos", "pos"]);
  });

  test("is JSON as well", async () => {
    const path = await written(JSON.stringify({ data: { path: "reviews.csv" } }));
    expect((await loadPipelineConfig(path)).data).toMatchObject({
      split: "official",
      test_size: 0.2,
      random_state: 0,
    });
  });

  test.each<[string, string, RegExp]>([
    ["an unknown key", "data: { path: x.csv, test_sise: 0.2 }", /test_sise/],
    ["a wrong type", "data: { path: x.csv, test_size: much }", /data\.test_size/],
    ["an unknown step", "data: { path: x.csv, cleaning: [html-brakes] }", /data\.cleaning\.0/],
    ["a time split without a column", "data: { path: x.csv, split: time }", /time_column/],
    ["no data", "output: { folder: x }", /data/],
  ])("with %s names the field", async (_, text, field) => {
    const error = await failure(loadPipelineConfig(await written(text)));
    expect(error.code).toBe("SCHEMA_MISMATCH");
    expect(error.message).toMatch(field);
  });

  test("that is not YAML, or an alias bomb, is a typed error with its place", async () => {
    const error = await failure(loadPipelineConfig(await written("data:\n  path: [x\n")));
    expect(error.code).toBe("UNREADABLE_FILE");
    expect(error.message).toMatch(/line 3/);
    const bomb = [
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ..."bcdefgh".split("").map((c, i) => {
        const above = "abcdefgh"[i];
        return `${c}: &${c} [${Array(9).fill(`*${above}`).join(",")}]`;
      }),
    ].join("\n");
    expect((await failure(loadPipelineConfig(await written(bomb)))).code).toMatch(
      /UNREADABLE_FILE|SCHEMA_MISMATCH/,
    );
    expect((await failure(loadPipelineConfig(join(folder, "absent.yaml")))).code).toBe("FILE_FAILURE");
  });
});

describe("checkData", () => {
  test("says that all is well, with the findings", async () => {
    const check = await checkData(await written(YAML));
    expect(check.ok).toBe(true);
    expect(check.steps.map(({ name, ok }) => [name, ok])).toEqual([
      ["configuration", true],
      ["source", true],
      ["data", true],
    ]);
    expect(check.findings.map((finding) => finding.check)).toContain("counts");
  });

  test("says what is wrong and what to do, and where it stopped", async () => {
    const missing = await checkData(await written(YAML.replace("reviews.csv", "absent.csv")));
    expect(missing).toMatchObject({ ok: false });
    expect(missing.steps.at(-1)).toMatchObject({ name: "data", ok: false, code: "FILE_FAILURE" });
    const column = await checkData(await written(YAML.replace("text: review", "text: body")));
    expect(column.steps.at(-1)).toMatchObject({
      code: "MISSING_COLUMN",
      message: expect.stringMatching(/the file has: review, stars/),
    });
    const config = await checkData(await written("data: {}"));
    expect(config.steps).toMatchObject([{ name: "configuration", ok: false, code: "SCHEMA_MISMATCH" }]);
    const unknown = await checkData(await written(YAML.replace("html-residue", "no-such-check")));
    expect(unknown.steps).toMatchObject([{ name: "configuration", ok: false, code: "INVALID_OPTION" }]);
  });

  test("fails on findings of the severity that the configuration names", async () => {
    await mkdir(join(folder, "dup"), { recursive: true });
    const rows = Array.from({ length: 30 }, (_, i) => `the very same words,${i % 2}`);
    await writeFile(join(folder, "dup", "d.csv"), `text,label\n${rows.join("\n")}\n`);
    const yaml = (failOn: string) =>
      `data: { path: dup/d.csv, split: stratified, fail_on: ${failOn}, on_leak: { duplicates: report } }`;
    expect((await checkData(await written(yaml("warning")))).ok).toBe(false);
    expect((await checkData(await written(yaml("error")))).ok).toBe(true);
  });
});
