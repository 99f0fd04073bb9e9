import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { checkData } from "../config/check-data.js";
import { createPipeline } from "../dataset/pipeline.js";
import { stratifiedSplit } from "../split/stratified-split.js";
import { drain, scratchFiles } from "../testing/reading.js";
import { readCsv } from "./files.js";
import { readFrom } from "./read-from.js";

// A table of pandas whose column of numbers has a missing value: all of them are numbers with fractions then.

const written = scratchFiles();
const CSV = "text,stars,liked\ngood film,1.0,True\nbad film,0.0,False\nso so,0.5,True\nno label,,\n";
const ROWS = [
  '{"text":"good film","stars":1.0,"liked":true}',
  '{"text":"bad film","stars":0.0,"liked":false}',
  '{"text":"so so","stars":0.5,"liked":true}',
  '{"text":"no label","stars":null,"liked":null}',
];
const XLSX = fileURLToPath(new URL("./golden/label-frame/frame.xlsx", import.meta.url));

/** The table in ten formats, as pandas writes them. */
async function frames(): Promise<readonly string[]> {
  const columnData = [
    { name: "text", data: ["good film", "bad film", "so so", "no label"], type: "STRING" as const },
    { name: "stars", data: [1, 0, 0.5, null], type: "DOUBLE" as const, nullable: true },
    { name: "liked", data: [true, false, true, null], type: "BOOLEAN" as const, nullable: true },
  ];
  const lines = `${ROWS.join("\n")}\n`;
  return [
    await written(CSV, ".csv"),
    await written(CSV.replaceAll(",", "\t"), ".tsv"),
    await written(CSV.replaceAll("\n", "\r\n"), ".csv"),
    await written(Buffer.from(`\ufeff${CSV}`, "utf16le"), ".csv"),
    await written(gzipSync(CSV), ".csv.gz"),
    await written(lines, ".jsonl"),
    await written(gzipSync(lines), ".jsonl.gz"),
    await written(`[${ROWS.join(",\n")}]`, ".json"),
    await written(new Uint8Array(parquetWriteBuffer({ columnData })), ".parquet"),
    await written(await readFile(XLSX), ".xlsx"),
  ];
}

test.each([
  ["stars", "number", ["1", "0", "0.5", undefined]],
  ["liked", "boolean", ["true", "false", "true", undefined]],
] as const)("labels of %s as %s are the same from ten formats", async (label, labelType, expected) => {
  for (const path of await frames()) {
    const { examples, invalid } = await drain(await readFrom(path, { labelType, columns: { label } }));
    expect(invalid, path).toEqual([]);
    expect(
      examples.map((example) => example.label),
      path,
    ).toEqual(expected);
  }
});

test("without a type the text of a label stays as it is, and labels has the names of the result", async () => {
  const path = await written(CSV, ".csv");
  const plain = await drain(readCsv(path, { columns: { label: "stars" } }));
  expect(plain.examples.map(({ label }) => label)).toEqual(["1.0", "0.0", "0.5", undefined]);
  const labels = { 0: "neg", 1: "pos", "0.5": "other" };
  const named = await drain(readCsv(path, { columns: { label: "stars" }, labelType: "number", labels }));
  expect(named.examples.map(({ label }) => label)).toEqual(["pos", "neg", "other", undefined]);
  const refused = await drain(readCsv(path, { columns: { label: "stars" }, labels }));
  expect(refused.invalid[0]!.problem).toBe(
    'the label "1.0" is not one of 0, 1, 0.5; with labelType "number" it is 1',
  );
});

test("a label that is not of its type is a bad row that says so", async () => {
  const path = await written("text,label\na,1.0\nb,one\n", ".csv");
  const { invalid } = await drain(readCsv(path, { labelType: "number" }));
  expect(invalid).toMatchObject([
    { row: 2, field: "label", problem: 'the label is "one", expected is a number' },
  ]);
});

test.each([
  [["1.0", "0.0"], /2 labels are values .*"0\.0" is "0", "1\.0" is "1"\. Set labelType .* to "number"/],
  [["True", "False"], /"False" is "false", "True" is "true"\. Set labelType .* to "boolean"/],
  [["1.0", "1"], /1 label is a value .*"1\.0" is "1"/],
  [["1.0", "1", "spam"], /1 label is a value/],
  [["1", "2"], undefined],
  [["true", "false"], undefined],
  [["2.0", "spam"], undefined],
  [["v1.0", "v2.0"], undefined],
  [["0.5", "1.5"], undefined],
] as const)("labels %j: the finding is %s", async (labels, message) => {
  const rows = Array.from({ length: 24 }, (_, i) => `row number ${i} of them,${labels[i % labels.length]}`);
  const source = readCsv(await written(`text,label\n${rows.join("\n")}\n`, ".csv"));
  const { quality } = await createPipeline({ split: stratifiedSplit({ testSize: 0.25, seed: 1 }) }).process(
    source,
  );
  const finding = quality.findings.find(({ check }) => check === "label-types");
  if (message === undefined) expect(finding).toBeUndefined();
  else expect(finding).toMatchObject({ severity: "warning", message: expect.stringMatching(message) });
});

test("a settings file has label_type", async () => {
  const rows = Array.from({ length: 24 }, (_, i) => `row number ${i} of them,${i % 2}.0`);
  const data = await written(`text,label\n${rows.join("\n")}\n`, ".csv");
  const settings = (more: string) =>
    written(`data: { path: '${data}', split: stratified${more} }\n`, ".yaml");
  const plain = await checkData(await settings(""));
  expect(plain.findings.map(({ check }) => check)).toContain("label-types");
  const { findings, dataset } = await checkData(await settings(", label_type: number"));
  expect(dataset?.manifest.labels).toEqual(["0", "1"]);
  expect(findings.map(({ check }) => check)).not.toContain("label-types");
});
