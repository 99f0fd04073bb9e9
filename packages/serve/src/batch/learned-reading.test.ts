import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeBundle, encodeBundle, type ImdbError } from "@imdb/core";
import { type CsvOptions, joinColumns, readCsv } from "@imdb/data-pipeline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPredictor } from "../predictor/predictor.js";
import { toyBundle, toyCodecs } from "../testing/toy-model.js";
import { scoreFile } from "./score-file.js";
import type { ScoreFileOptions } from "./score-file-options.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "learned-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A model whose bundle says that it was trained from a CSV file read like this. */
function trainedFrom(options: CsvOptions, name = "train.csv") {
  const { reading } = readCsv(name, options);
  const { manifest, ...parts } = toyBundle();
  const trainingData = { ...manifest.trainingData, reading };
  return createPredictor(
    decodeBundle(encodeBundle(parts, { ...manifest, trainingData }, toyCodecs), toyCodecs),
  );
}

async function score(content: string, options: Omit<ScoreFileOptions, "input" | "output">, name = "in.csv") {
  const input = join(folder, name);
  const output = join(folder, "out.csv");
  await writeFile(input, content);
  await scoreFile({ input, output, ...options });
  return (await readFile(output, "utf8"))
    .split("\n")
    .slice(1, -1)
    .map((line) => line.split(",").slice(0, 2));
}

test("files are read as in training when the caller says nothing", async () => {
  const predictor = trainedFrom({
    delimiter: ";",
    quote: "'",
    columns: { text: "words", id: "key", label: "class" },
  });
  const good = [
    ["a", "pos"],
    ["b", "neg"],
  ];
  expect(await score("key;words\na;'good; great'\nb;bad\n", { predictor })).toEqual(good);
  expect(await score("key\twords\na\tgood\nb\tbad\n", { predictor }, "in.tsv")).toEqual(good);
  const lines = '{"key":"a","words":"good"}\n{"key":"b","words":"bad"}\n';
  expect(await score(lines, { predictor }, "in.jsonl")).toEqual(good);
  // What is said goes before what is learned, and an id is not needed.
  expect(await score("x,text\n1,good\n", { predictor, delimiter: ",", textColumn: "text" })).toEqual([
    ["1", "pos"],
  ]);
});

test("texts of several columns are joined as in training", async () => {
  const predictor = trainedFrom({ columns: { text: joinColumns(["title", "body"]), id: "key" } });
  expect(await score("key,title,body\na,,good\nb,bad,x\n", { predictor })).toEqual([
    ["a", "pos"],
    ["b", "neg"],
  ]);
  await expect(score("key,title\na,good\n", { predictor })).rejects.toMatchObject({
    code: "MISSING_COLUMN",
    remedy: expect.stringContaining('trained from the column "title", "body"'),
  });
});

test("a learned delimiter is for files of the ending that it was learned from", async () => {
  const good = [["7", "pos"]];
  const ofTsv = trainedFrom({ delimiter: ";" }, "train.tsv.gz");
  expect(await score("id;text\n7;good\n", { predictor: ofTsv }, "in.tsv")).toEqual(good);
  expect(await score("id;text\n7;good\n", { predictor: ofTsv, inputFormat: "tsv" }, "in.txt")).toEqual(good);
  expect(await score("id,text\n7,good\n", { predictor: ofTsv })).toEqual(good);
  expect(await score("id|text\n7|good\n", { predictor: ofTsv, delimiter: "|" }, "in.tsv")).toEqual(good);
  const ofCsv = trainedFrom({ delimiter: ";" });
  expect(await score("id\ttext\n7\tgood\n", { predictor: ofCsv }, "in.tsv")).toEqual(good);
});

test("a file that contradicts the training is refused, and the error names what it contradicts", async () => {
  const predictor = trainedFrom({ delimiter: ";", columns: { text: "words" } });
  await expect(score("id,words\n1,good\n", { predictor })).rejects.toMatchObject({
    code: "MISSING_COLUMN",
    remedy: expect.stringMatching(
      /trained from the column "words" of files with the dialect {"delimiter":";"}/,
    ),
  });
  const bare = trainedFrom({ header: ["id", "words"], columns: { text: "words" } });
  expect(await score("7,good\n", { predictor: bare })).toEqual([["7", "pos"]]);
  await expect(score("id,words\n7,good\n", { predictor: bare })).rejects.toMatchObject({
    code: "INVALID_BATCH",
    message: expect.stringMatching(/first line is \["id","words"\], .* without a header line/),
  });
  const many = Array.from({ length: 5000 }, (_, i) => `column ${i}`);
  const wide = trainedFrom({ header: ["words", ...many], columns: { text: "words" } });
  for (const name of ["in.csv", "in.tsv"]) {
    const { code, message, remedy } = await score(
      `words,${many.join(",")}\n`,
      { predictor: wide, keep: ["none"] },
      name,
    ).then(
      () => expect.fail("it was scored"),
      (error: ImdbError) => error,
    );
    expect(code).toMatch(/^(INVALID_BATCH|MISSING_COLUMN)$/);
    expect(`${message}${remedy}`.length).toBeLessThan(2000);
  }
  await expect(score("note,words,id\nx,good,7\n", { predictor: bare })).rejects.toMatchObject({
    code: "INVALID_BATCH",
  });
  expect(await score("7,x,good\n", { predictor: bare, header: ["id", "note", "words"] })).toEqual([
    ["7", "pos"],
  ]);
});
