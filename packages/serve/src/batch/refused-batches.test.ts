import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { decodeBundle, encodeBundle, type RowsReading } from "@imdb/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPredictor } from "../predictor/predictor.js";
import { toyBundle, toyCodecs } from "../testing/toy-model.js";
import { scoreFile } from "./score-file.js";
import type { ScoreFileOptions } from "./score-file-options.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "refused-batches-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A model whose bundle says that its training data was read like this. */
function trainedBy(reading: RowsReading) {
  const { manifest, ...parts } = toyBundle();
  const trainingData = { ...manifest.trainingData, reading };
  return createPredictor(
    decodeBundle(encodeBundle(parts, { ...manifest, trainingData }, toyCodecs), toyCodecs),
  );
}

async function score(
  name: string,
  content: string | Uint8Array,
  options: Partial<ScoreFileOptions> = {},
): Promise<string[]> {
  const [input, output] = [join(folder, name), join(folder, "out.jsonl")];
  await writeFile(input, content);
  await scoreFile({ input, output, predictor: createPredictor(toyBundle()), keep: ["text"], ...options });
  const lines = (await readFile(output, "utf8")).split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line).columns.text);
}

describe("a file of which more than half of the rows are quarantined", () => {
  const lines = (good: number, bad: number) =>
    '{"text":"good"}\n'.repeat(good) + '{"text":null}\n'.repeat(bad);

  test("is an error that names the reasons, and the files stay", async () => {
    const quarantine = join(folder, "out.jsonl.quarantine.jsonl");
    await expect(score("in.jsonl", `${lines(1, 2)}{\n`)).rejects.toMatchObject({
      code: "MOSTLY_QUARANTINED",
      message: expect.stringMatching(
        /^3 of 4 rows of .*in\.jsonl cannot be scored \(NO_TEXT 2, INVALID_JSON 1\)/,
      ),
      details: { quarantined: 3, of: 4, quarantine },
    });
    expect((await readFile(quarantine, "utf8")).split("\n")).toHaveLength(4);
    expect((await readFile(join(folder, "out.jsonl"), "utf8")).split("\n")).toHaveLength(2);
    await expect(score("in.jsonl", lines(0, 5))).rejects.toMatchObject({ code: "MOSTLY_QUARANTINED" });
  });

  test("is scored when that is accepted, and half of the rows may be bad", async () => {
    expect(await score("in.jsonl", lines(2, 2))).toEqual(["good", "good"]);
    expect(await score("in.jsonl", lines(0, 5), { mostlyQuarantined: "accept" })).toEqual([]);
  });
});

describe("an encoding that is only that of training", () => {
  const predictor = trainedBy({ columns: { text: "text" }, encoding: "latin1" });
  const filler = `${"plain words, again and again,\n".repeat(30_000)}`;
  const files: [name: string, head: string, tail: string][] = [
    ["in.csv", "text\n", "\n"],
    ["in.jsonl", '{"text":"', '"}\n'],
    ["in.json", '[{"text":"', '"}]'],
  ];

  test.each(files)("is not used for a file of UTF-8: %s", async (name, head, tail) => {
    const content = `${head}café 映画${tail}`;
    for (const [file, bytes] of [[name, content] as const, [`${name}.gz`, gzipSync(content)] as const]) {
      await expect(score(file, bytes, { predictor })).rejects.toMatchObject({
        code: "INVALID_BATCH",
        message: expect.stringMatching(/valid UTF-8, .* from files in windows-1252/),
        remedy: expect.stringContaining('"utf-8"'),
      });
    }
    expect(await score(name, content, { predictor, encoding: "utf-8" })).toEqual(["café 映画"]);
    expect(await score(name, content, { predictor, encoding: "latin1" })).toEqual(["cafÃ© æ˜\u00a0ç”»"]);
    // As the Transcoder of training does; and a byte order mark decides.
    expect(await score(name, `\ufeff${content}`, { predictor })).toEqual(["café 映画"]);
  });

  test("is used for a file of it, and for one of ASCII", async () => {
    expect(await score("in.csv", Buffer.from("text\ncafé\n", "latin1"), { predictor })).toEqual(["café"]);
    expect(await score("in.csv", "text\ncafe\n", { predictor })).toEqual(["cafe"]);
    const utf16 = trainedBy({ columns: { text: "text" }, encoding: "utf-16le" });
    expect(await score("in.csv", Buffer.from("text\n臃 good\n", "utf16le"), { predictor: utf16 })).toEqual([
      "臃 good",
    ]);
  });

  test("also where the first such character is far behind", async () => {
    const far = `text\n"${filler}café"\n`;
    await expect(score("in.csv", far, { predictor })).rejects.toMatchObject({ code: "INVALID_BATCH" });
    const [text] = await score("in.csv", Buffer.from(far, "latin1"), { predictor });
    expect(text).toMatch(/café$/);
  });
});

test("a model whose texts a schema has made scores no file unless its column is named", async () => {
  const predictor = trainedBy({ columns: { text: "text" }, schema: true });
  await expect(score("in.csv", "id,text,finished\n1,bad,good\n", { predictor })).rejects.toMatchObject({
    code: "INVALID_BATCH",
    message: expect.stringMatching(/made by a schema/),
    remedy: expect.stringMatching(/textColumn \(--text-column\)/),
  });
  const named = { predictor, textColumn: "finished", keep: ["finished", "text"] };
  expect(await score("in.csv", "id,text,finished\n1,bad,good\n", named)).toEqual(["bad"]);
});
