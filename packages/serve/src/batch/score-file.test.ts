import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { parquetWriteFile } from "hyparquet-writer";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createPredictor } from "../predictor/predictor.js";
import { toyBundle } from "../testing/toy-model.js";
import { scoreFile } from "./score-file.js";

const predictor = createPredictor(toyBundle());
let folder: string;
let input: string;
let output: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "batch-"));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  for (const name of await readdir(folder)) await rm(join(folder, name));
});

async function given(name: string, content: string | Uint8Array, out: string) {
  input = join(folder, name);
  output = join(folder, out);
  await writeFile(input, content);
}

describe("scoreFile", () => {
  test("scores CSV to CSV in order, with quotes, line breaks and kept columns", async () => {
    await given(
      "in.csv",
      'id,review,stars\r\na1,good,5\r\n"b,2","a ""bad"" film,\nreally",1\r\n,great,4\r\n',
      "out.csv",
    );
    const summary = await scoreFile({ input, output, predictor, keep: ["stars"] });
    const p = (text: string) => predictor.predict(text).probabilities;
    expect(await readFile(output, "utf8")).toBe(
      [
        "id,label,confidence,probability_neg,probability_pos,stars",
        `a1,pos,${p("good")["pos"]},${p("good")["neg"]},${p("good")["pos"]},5`,
        `"b,2",neg,${p("bad")["neg"]},${p("bad")["neg"]},${p("bad")["pos"]},1`,
        `3,pos,${p("great")["pos"]},${p("great")["neg"]},${p("great")["pos"]},4`,
        "",
      ].join("\n"),
    );
    expect(summary).toMatchObject({ rows: 3, scored: 3, quarantined: 0, labels: { neg: 1, pos: 2 } });
    expect(summary.quarantine).toBeNull();
    expect((await readdir(folder)).sort()).toEqual(["in.csv", "out.csv"]);
  });

  test("quarantines bad JSON Lines rows with the reason, and scores all others", async () => {
    const lines = [
      '{"id":7,"text":"good"}',
      "{oops",
      "[1]",
      '{"id":"x"}',
      "",
      '{"text":5}',
      '{"text":"bad"}',
    ];
    const bytes = Buffer.concat([
      Buffer.from(`${lines.join("\n")}\n`),
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
      Buffer.from('{"text":"…"}'),
    ]);
    await given("in.jsonl", bytes, "out.jsonl");
    const summary = await scoreFile({ input, output, predictor, mostlyQuarantined: "accept" });
    const rows = (await readFile(output, "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rows.map((row) => [row.id, row.label])).toEqual([
      [7, "pos"],
      [7, "neg"],
      [9, "neg"],
    ]);
    const bad = (await readFile(summary.quarantine!, "utf8"))
      .trim()
      .split("\n")
      .map((l) => JSON.parse(l));
    expect(bad.map((row) => [row.row, row.reason])).toEqual([
      [2, "INVALID_JSON"],
      [3, "NOT_AN_OBJECT"],
      [4, "NO_TEXT"],
      [6, "INVALID_TEXT"],
      [8, "INVALID_UTF8"],
    ]);
    expect(summary).toMatchObject({ rows: 9, scored: 3, quarantined: 5, blank: 1 });
  });

  test("a stray quote in CSV makes a bad row of its own line only", async () => {
    await given(
      "in.csv",
      'id,text\n1,good\n2,"never closed\n3,bad\n4,"great"\n5,too,many\n6,fine\n',
      "out.csv",
    );
    const summary = await scoreFile({ input, output, predictor });
    expect((await readFile(output, "utf8")).split("\n").map((line) => line.split(",")[0])).toEqual([
      "id",
      "1",
      "3",
      "4",
      "6",
      "",
    ]);
    expect(summary.reasons).toEqual({ BAD_QUOTES: 1, WRONG_FIELD_COUNT: 1 });
  });

  test("names a missing column, an unknown ending, an empty file", async () => {
    await given("in.csv", "id,words\n1,good\n", "out.csv");
    await expect(scoreFile({ input, output, predictor })).rejects.toMatchObject({
      code: "MISSING_COLUMN",
      message: expect.stringContaining("the file has: id, words"),
    });
    await expect(
      scoreFile({ input, output: `${output}.xyz`, predictor, textColumn: "words" }),
    ).rejects.toMatchObject({
      code: "INVALID_BATCH",
    });
    await given("empty.csv", "", "out.csv");
    await expect(scoreFile({ input, output, predictor })).rejects.toThrow(/it is empty/);
    await expect(scoreFile({ input: join(folder, "none.csv"), output, predictor })).rejects.toMatchObject({
      code: "FILE_FAILURE",
    });
  });

  test.each<[string, object]>([
    ["delimeter", { delimeter: ";" }],
    ["inputFormat", { inputFormat: "xml" }],
    ["outputFormat", { outputFormat: "xml" }],
    ["blockSize", { blockSize: -1 }],
    ["maxTextLength", { maxTextLength: "x" }],
    ["keep", { keep: "text" }],
    ["delimiter", { delimiter: 5 }],
    ["header", { header: "id,text" }],
    ["predictor", { predictor: undefined }],
  ])("a wrong %s is refused before anything is written", async (option, wrong) => {
    await given("in.csv", "id,text\n1,good\n", "out.csv");
    const refused = { code: "INVALID_OPTION", details: expect.objectContaining({ option }) };
    await expect(scoreFile({ input, output, predictor, ...wrong })).rejects.toMatchObject(refused);
    expect(await readdir(folder)).toEqual(["in.csv"]);
  });

  test("an unfinished batch of an earlier version is refused with a remedy", async () => {
    await given("in.csv", "id,text\n1,good\n", "out.csv");
    await writeFile(`${output}.checkpoint.json`, JSON.stringify({ version: 1, made: {} }));
    const refused = { code: "CHECKPOINT_MISMATCH", remedy: expect.stringContaining("delete the checkpoint") };
    await expect(scoreFile({ input, output, predictor })).rejects.toMatchObject(refused);
  });

  test("reads and writes Parquet, with the numbers of CSV", async () => {
    const texts = Array.from({ length: 2500 }, (_, i) => ["good", "bad, boring", "great \u{1F600}"][i % 3]!);
    input = join(folder, "in.parquet");
    parquetWriteFile({
      filename: input,
      columnData: [
        { name: "key", data: texts.map((_, i) => BigInt(i)), type: "INT64" },
        { name: "text", data: texts.map((text, i) => (i === 1200 ? null : text)), type: "STRING" },
        { name: "stars", data: texts.map((_, i) => i % 5), type: "INT32" },
      ],
      rowGroupSize: 1000,
    });
    output = join(folder, "out.parquet");
    const options = { input, predictor, idColumn: "key", keep: ["stars"], blockSize: 300_000 };
    const summary = await scoreFile({ ...options, output });
    expect(summary).toMatchObject({ rows: 2500, scored: 2499, reasons: { NO_TEXT: 1 } });
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(output) });
    expect(rows).toHaveLength(2499);
    expect(rows[1200]).toEqual({
      id: "1201",
      label: "neg",
      confidence: predictor.predict("bad, boring").probabilities["neg"],
      probability_neg: predictor.predict("bad, boring").probabilities["neg"],
      probability_pos: predictor.predict("bad, boring").probabilities["pos"],
      stars: "1",
    });
    const again = join(folder, "again.parquet");
    await scoreFile({ ...options, output: again, blockSize: 7000 });
    expect(await readFile(again)).toEqual(await readFile(output));
    await writeFile(input, "PAR1 this is no Parquet PAR1");
    await expect(scoreFile({ ...options, output })).rejects.toMatchObject({ code: "UNREADABLE_FILE" });
  });

  test("a batch begun with another model, input or option is not continued", async () => {
    await given("in.jsonl", '{"text":"good"}\n'.repeat(50), "out.jsonl");
    const stop = new AbortController();
    const running = scoreFile({
      input,
      output,
      predictor,
      blockSize: 64,
      checkpointSeconds: 0,
      signal: stop.signal,
      onProgress: ({ rows }) => rows > 10 && stop.abort(),
    });
    await expect(running).rejects.toMatchObject({ code: "CANCELLED" });
    const other = createPredictor(toyBundle(1));
    await expect(scoreFile({ input, output, predictor: other })).rejects.toMatchObject({
      code: "CHECKPOINT_MISMATCH",
      details: { differs: ["model"] },
    });
    expect((await scoreFile({ input, output, predictor })).scored).toBe(50);
    expect((await readFile(output, "utf8")).trim().split("\n")).toHaveLength(50);
  });

  test("a row that is too long is quarantined and the rest is scored", async () => {
    await given("in.csv", `id,text\n1,good\n2,"${"x".repeat(17 << 20)}\n3,bad\n4,great\n`, "out.csv");
    const { scored, reasons } = await scoreFile({ input, output, predictor });
    expect({ scored, reasons }).toEqual({ scored: 3, reasons: { BAD_QUOTES: 1 } });
  });
});
