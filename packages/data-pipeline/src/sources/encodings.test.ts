import { describe, expect, test } from "vitest";
import { createPipeline } from "../dataset/pipeline.js";
import { hashSplit } from "../split/hash-split.js";
import { collect, GOOD, tarOf } from "../testing/acl-archive.js";
import { failure } from "../testing/failure.js";
import { drain, scratchFiles } from "../testing/reading.js";
import { readCsv, readJson, readJsonl } from "./files.js";
import { readFrom } from "./read-from.js";

const written = scratchFiles();
const latin1 = (text: string) => Buffer.from(text, "latin1");
const CSV = latin1("id,group,text,label\n1,a,caf\xe9,pos\n2,b,fini,neg\n3,c,\xe9t\xe9,neg\n");
const TEXTS = ["café", "fini", "été"];

describe("encodings", () => {
  test("each reader of text takes one, and the lineage has it", async () => {
    const lines = latin1('{"text":"caf\xe9"}\n');
    const sources = [
      await readFrom(await written(CSV, ".csv"), { encoding: "windows-1252" }),
      readCsv(await written(CSV, ".csv"), { encoding: "iso-8859-1" }),
      readJsonl(await written(lines, ".jsonl"), { encoding: "latin1" }),
      readJson(await written(latin1('[{"text":"caf\xe9"}]'), ".json"), { encoding: "latin1" }),
    ];
    for (const source of sources) {
      const { examples, invalid, records } = await drain(source);
      expect(invalid).toEqual([]);
      expect(examples.map(({ text }) => text)).toEqual(TEXTS.slice(0, examples.length));
      expect(records).toMatchObject([{ encoding: { encoding: "windows-1252", basis: "name" } }]);
    }
  });

  test("a byte that is not UTF-8 names its row, line, column and place, and what may help", async () => {
    const error = await failure(drainAll(readCsv(await written(CSV, ".csv"))));
    expect(error.code).toBe("INVALID_ROWS");
    expect(error.message).toMatch(
      /\.csv, row 1, line 2, text: text: byte 3 of the field is not UTF-8 \(it is byte 27 of the file; the file may be in windows-1252: name that in encoding\)\.$/,
    );
  });

  test("a guess is a finding of the quality report and in the lineage, a name is not", async () => {
    const pipeline = createPipeline({ split: hashSplit({ testSize: 0.5, seed: 1 }), failOn: "never" });
    const path = await written(CSV, ".csv");
    const guessed = await pipeline.process(readCsv(path, { encoding: "guess" }));
    expect(guessed.manifest.sources).toMatchObject([
      { encoding: { encoding: "windows-1252", basis: "guess" } },
    ]);
    const findings = guessed.quality.findings.filter(({ check }) => check === "guessed-reading");
    expect(findings).toMatchObject([{ severity: "warning", count: 1 }]);
    expect(findings[0]!.message).toMatch(
      /1 file was read by a guess \(data-\d+\.csv: encoding windows-1252\)/,
    );
    const named = await pipeline.process(readCsv(path, { encoding: "windows-1252" }));
    expect(named.quality.findings.some(({ check }) => check === "guessed-reading")).toBe(false);
    expect(named.version).toBe(guessed.version);
  });

  test("texts of an archive are read in one, and a byte order mark decides", async () => {
    const reviews = [
      ...GOOD.filter(([name]) => !name.endsWith("/0_9.txt")),
      ["aclImdb/train/pos/0_9.txt", latin1("caf\xe9")],
      ["aclImdb/test/neg/1_1.txt", Buffer.from("\ufeffnaïve 😀", "utf16le")],
    ] as typeof GOOD;
    const urls: (typeof GOOD)[number] = ["aclImdb/test/urls_neg.txt", "/title/tt3/\n/title/tt4/\n"];
    const others = reviews.filter(([name]) => name !== urls[0]);
    const path = await written(await tarOf([urls, ...others]), ".tar");
    const examples = await collect(path, { encoding: "latin1" });
    const texts = new Map(examples.map(({ id, text }) => [id, text]));
    expect([texts.get("train/pos/0_9"), texts.get("test/neg/1_1")]).toEqual(["café", "naïve 😀"]);
  });

  test("a text of an archive that is not of its encoding is named, and a guess is refused", async () => {
    const path = await written(await tarOf(GOOD), ".tar");
    const error = await failure(collect(path, { encoding: "euc-kr" }));
    expect(error.details["rows"]).toMatchObject([{ id: "train/pos/0_9", problem: "byte 0 is not euc-kr" }]);
    await expect(readFrom(path, { encoding: "guess" })).rejects.toMatchObject({ code: "INVALID_OPTION" });
  });
});

async function drainAll(source: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of source);
}
