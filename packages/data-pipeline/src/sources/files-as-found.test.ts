import { expect, test } from "vitest";
import * as z from "zod";
import { sourceFromConfig } from "../config/source-from-config.js";
import { createPipeline } from "../dataset/pipeline.js";
import { hashSplit } from "../split/hash-split.js";
import { failure } from "../testing/failure.js";
import { drain, scratchFiles } from "../testing/reading.js";
import { readCsv } from "./files.js";

const written = scratchFiles();
const textsOf = async (source: ReturnType<typeof readCsv>) =>
  (await drain(source)).examples.map(({ text, label }) => [text, label]);

test("columns without a name are left out: the spam file of Kaggle is read by the names that it has", async () => {
  const path = await written('v1,v2,,,\nham,"Go until, jurong",,,\nspam,Free entry,,," or more"\n', ".csv");
  expect(await textsOf(readCsv(path, { columns: { text: "v2", label: "v1" } }))).toEqual([
    ["Go until, jurong", "ham"],
    ["Free entry", "spam"],
  ]);
});

test("a doubled column is refused when it is read, by its name or by default, and left out when it is not", async () => {
  const path = await written("text,label,note,note,split,split\na,pos,1,2,x,y\n", ".csv");
  const columns = { split: "none" };
  const asked = async (options: Parameters<typeof readCsv>[1]) =>
    (await failure(textsOf(readCsv(path, options)))).message;
  expect(await asked({})).toMatch(/has the column "split" more than once: as columns 5, 6/);
  expect(await asked({ columns: { split: "label", attributes: ["note"] } })).toMatch(/"note" more than once/);
  expect(await asked({ columns: { text: "note", split: "label" } })).toMatch(/as columns 3, 4/);
  expect(await asked({ columns: { split: "label" }, schema: z.object({}) })).toMatch(/"note" more than once/);
  expect(await asked({ columns })).toMatch(/has no column "none"/);
  expect(await textsOf(readCsv(path, { columns: { split: "label" } }))).toEqual([["a", "pos"]]);
});

test("a file without a header line is read by the names that are given", async () => {
  const path = await written("pos,a b\rneg,c\r\npos,d\n", ".csv");
  expect(await textsOf(readCsv(path, { header: ["label", "text"] }))).toEqual([
    ["a b", "pos"],
    ["c", "neg"],
    ["d", "pos"],
  ]);
});

test("quotes switched off are text", async () => {
  const path = await written('text\tlabel\n"so" good\tpos\n"bad\tneg\n', ".tsv");
  expect(await textsOf(readCsv(path, { quote: "" }))).toEqual([
    ['"so" good', "pos"],
    ['"bad', "neg"],
  ]);
});

test("a detected delimiter and quote are in the lineage and a finding; in a settings file too", async () => {
  const path = await written("id;group;text;label\n1;a;'x, y; z';pos\n2;b;it's;neg\n", ".csv");
  const pipeline = createPipeline({ split: hashSplit({ testSize: 0.5, seed: 1 }), failOn: "never" });
  const settings = { path, delimiter: "detect", quote: "detect" };
  const detected = await pipeline.process(await sourceFromConfig({ data: settings } as never));
  expect(detected.manifest.sources).toMatchObject([{ detected: { delimiter: ";", quote: "'" } }]);
  const findings = detected.quality.findings.filter(({ check }) => check === "guessed-reading");
  expect(findings[0]!.message).toMatch(/read by a guess \(data-\d+\.csv: delimiter ";", quote "'"\)/);
  const named = await pipeline.process(readCsv(path, { delimiter: ";", quote: "'" }));
  expect(named.version).toBe(detected.version);
  expect(named.manifest.sources[0]).not.toHaveProperty("detected");
});
