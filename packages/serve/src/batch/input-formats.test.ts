import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { readExcel, readJson } from "@imdb/data-pipeline";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPredictor } from "../predictor/predictor.js";
import { toyBundle } from "../testing/toy-model.js";
import { scoreFile } from "./score-file.js";
import type { ScoreFileOptions } from "./score-file-options.js";

const predictor = createPredictor(toyBundle());
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "input-formats-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function written(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** A workbook without a bad row has no file of them. */
const quarantineOf = (output: string) => readFile(`${output}.quarantine.jsonl`, "utf8").catch(() => "");

const linesOf = async (path: string) =>
  (await readFile(path, "utf8"))
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));

/** The ids and texts of the rows that were scored, and the places and problems of those that were not. */
async function scored(input: string, options: Partial<ScoreFileOptions> = {}) {
  const output = join(folder, "out.jsonl");
  const more = { keep: ["text"], mostlyQuarantined: "accept", ...options } as const;
  const { quarantine } = await scoreFile({ input, output, predictor, ...more });
  const good = await linesOf(output);
  const bad = quarantine === null ? [] : await linesOf(quarantine);
  return {
    good: good.map(({ id, columns }) => [String(id), columns.text]),
    bad: bad.map(({ row, line, message }) => `${row} ${line}: ${message.toLowerCase()}`),
  };
}

async function trained(source: ReturnType<typeof readJson>) {
  const good: [string, string][] = [];
  const bad: string[] = [];
  for await (const { examples, invalid } of source.batches()) {
    for (const { id, text } of examples) good.push([id, text]);
    for (const { row, line, problem } of invalid) bad.push(`${row} ${line}: ${problem}.`.toLowerCase());
  }
  return { good, bad };
}

const LIST = `[
  {"id": 1, "text": "good"},
  {"id": 9007199254740993, "text": "bad café"},
  {"id": 3, "text": 5.12345678901234567890},
  {"id": 4, "text": null}, 7,
  {"id": 0.12345678901234567890, "text": "great"},
  {"id": 6, "text": "cut`;

/** A workbook that tools/parity/data-pipeline/excel_files.py has written. */
async function workbook(name = "in.xlsx"): Promise<string> {
  const golden = new URL("../../../rows/src/node/excel/golden/excel.json", import.meta.url);
  const { xlsxwriter } = JSON.parse(await readFile(fileURLToPath(golden), "utf8"));
  return written(name, Buffer.from(xlsxwriter.file, "base64"));
}

describe("scoring reads what training reads", () => {
  test.each([
    ["in.json", LIST],
    ["in.json.gz", gzipSync(LIST)],
    ["mark.json", `\ufeff${LIST}`],
    ["latin1.json", Buffer.from(LIST, "latin1"), "windows-1252"],
  ])("a JSON list: %s", async (name, content, encoding?: string) => {
    const path = await written(name, content);
    const said = encoding === undefined ? {} : { encoding };
    const expected = await trained(readJson(path, said));
    expect(expected.good.map(([, text]) => text)).toEqual(["good", "bad café", "great"]);
    expect(expected.bad.map((bad) => bad.split(":")[0])).toEqual(["3 4", "4 5", "5 5", "7 7", "8 7"]);
    for (const blockSize of [1, 2000, undefined]) {
      expect(await scored(path, { blockSize, ...said })).toEqual(expected);
    }
  });

  test("a sheet of an Excel file", async () => {
    const path = await workbook();
    const expected = await trained(readExcel(path));
    expect(expected.good.length).toBeGreaterThan(3);
    for (const blockSize of [1, undefined]) expect(await scored(path, { blockSize })).toEqual(expected);
    expect(await scored(path, { sheet: "Reviews" })).toEqual(expected);
    expect(await scored(path, { sheet: 1 })).toEqual(expected);
    await expect(scored(path, { sheet: "other" })).rejects.toMatchObject({ code: "UNREADABLE_FILE" });
    await expect(scored(path, { textColumn: "words" })).rejects.toMatchObject({ code: "MISSING_COLUMN" });
    const header = ["a", "text", "c", "d", "e", "f", "g", "h"];
    const named = await trained(readExcel(path, { header }));
    expect(await scored(path, { header, idColumn: "a" })).toMatchObject({ bad: named.bad });
  });

  test("a number in the column of texts of a sheet is a text, and a date is a bad row", async () => {
    const path = new URL("../../../data-pipeline/src/sources/golden/number-texts.xlsx", import.meta.url);
    const book = await written("numbers.xlsx", await readFile(fileURLToPath(path)));
    const expected = await trained(readExcel(book, { columns: { label: "stars" } }));
    expect(expected.good.map(([, text]) => text)).toEqual(["8", "1984", "0.5", "a good film"]);
    expect(expected.bad[0]).toContain("is a date, not text");
    for (const blockSize of [1, undefined]) expect(await scored(book, { blockSize })).toEqual(expected);
  });

  test("the format that is named, whatever the ending says", async () => {
    expect((await scored(await written("in.txt", LIST), { inputFormat: "json" })).good).toHaveLength(3);
    const path = await workbook("in.data");
    expect((await scored(path, { inputFormat: "excel" })).good.length).toBeGreaterThan(3);
  });

  test("a file of a zip archive has the format of its own name", async () => {
    const golden = new URL("../../../rows/src/node/unpack/golden/zip.json", import.meta.url);
    const { cases } = JSON.parse(await readFile(fileURLToPath(golden), "utf8"));
    const several = cases.find(({ what }: { what: string }) => what === "one of several");
    const path = await written("kaggle.zip", Buffer.from(several.file, "base64"));
    expect((await scored(path, { entry: "test.csv" })).good).toEqual([["1", "test"]]);
    const other = await written("kaggle", "x");
    await expect(scored(other)).rejects.toMatchObject({
      code: "INVALID_BATCH",
      message: `${other} cannot be scored: its ending names no format.`,
      remedy: expect.stringMatching(/inputFormat.*\.json, \.xlsx/),
    });
  });

  test("a list that is none, and an empty one, are refused and leave nothing", async () => {
    await expect(scored(await written("in.json", "{}"))).rejects.toMatchObject({ code: "UNREADABLE_FILE" });
    await expect(scored(await written("in.json", "[]"))).rejects.toMatchObject({
      code: "NO_DOCUMENTS",
      message: "in.json holds no documents; expected a list of objects.",
    });
    await expect(readFile(join(folder, "out.jsonl"))).rejects.toThrow(/ENOENT/);
  });
});

test.each(["json", "xlsx"])("a batch of a .%s file that was stopped continues at its row", async (ending) => {
  const rows = Array.from({ length: 30 }, (_, id) => ({ id, text: id % 7 === 3 ? null : `good ${id}` }));
  const path = ending === "xlsx" ? await workbook() : await written("in.json", JSON.stringify(rows));
  const keep = ["text", "id"];
  const whole = join(folder, "whole.csv");
  const summary = await scoreFile({ input: path, output: whole, predictor, keep });
  for (let stopAt = 1; stopAt < summary.rows; stopAt += 4) {
    const output = join(folder, "out.csv");
    const stop = new AbortController();
    const options = { input: path, output, predictor, keep, blockSize: 1, checkpointSeconds: 0 };
    const onProgress = ({ rows }: { rows: number }) => {
      if (rows >= stopAt) stop.abort();
    };
    await expect(scoreFile({ ...options, signal: stop.signal, onProgress })).rejects.toMatchObject({
      code: "CANCELLED",
    });
    expect(await scoreFile(options)).toMatchObject({ rows: summary.rows, scored: summary.scored });
    expect(await readFile(output, "utf8")).toBe(await readFile(whole, "utf8"));
    expect(await quarantineOf(output)).toBe(await quarantineOf(whole));
  }
});
