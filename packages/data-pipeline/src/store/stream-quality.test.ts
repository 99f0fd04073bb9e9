import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPipeline, hashSplit, materializeStream, readCsv } from "../index.js";
import { scratchFiles } from "../testing/reading.js";

const write = scratchFiles();
const split = hashSplit({ testSize: 0.4, by: "id" });
const GOOD = Array.from({ length: 30 }, (_, i) => `r${i},Row number ${i},${i % 2 ? "pos" : "neg"}\n`).join(
  "",
);

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "stream-quality-"));
});
afterAll(() => rm(root, { recursive: true }));

test("a stream of mostly bad rows is refused as process refuses it, and leaves nothing", async () => {
  const file = await write(`id,text,label\n${GOOD}${"x\n".repeat(60)}`, ".csv");
  const options = { split, onInvalid: "quarantine" } as const;
  const expected = { code: "QUALITY_FAILED", message: expect.stringMatching(/60 rows are not valid of 90/) };
  await expect(createPipeline(options).process(readCsv(file))).rejects.toMatchObject(expected);
  const folder = join(root, "bad");
  await expect(materializeStream(readCsv(file), folder, options)).rejects.toMatchObject(expected);
  await expect(access(folder)).rejects.toThrow();
  const accepted = await materializeStream(readCsv(file), folder, { ...options, failOn: "never" });
  expect(accepted.quality.findings.map(({ check, severity }) => [check, severity])).toContainEqual([
    "mostly-invalid",
    "error",
  ]);
});

test("a stream has the findings of counts that process has, and says that a file was read by a guess", async () => {
  const file = await write(`id;text;label\n${GOOD.replaceAll(",", ";")}r99;;pos\n`, ".csv");
  const source = () => readCsv(file, { delimiter: "detect" });
  const options = {
    split,
    onInvalid: "quarantine",
    quality: { "label-balance": { maxShare: 0.01 } },
  } as const;
  const { quality } = await createPipeline(options).process(source());
  const streamed = await materializeStream(source(), join(root, "guessed"), options);
  expect(streamed.quality.checks).toContain("guessed-reading");
  expect(streamed.quality.findings.map(({ check }) => check)).toContain("guessed-reading");
  const made = new Set(streamed.quality.checks);
  expect(streamed.quality.findings).toEqual(quality.findings.filter(({ check }) => made.has(check)));
});
