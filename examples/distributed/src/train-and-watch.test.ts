import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadModel } from "@imdb/serve/defaults";
import { afterAll, beforeAll, expect, test } from "vitest";
import { championBundle } from "./model-registry.js";
import { within } from "./shared-folder.js";
import { runScript } from "./testing/run-script.js";
import { writeSentences } from "./testing/sentences.js";

let folder = "";
let shared = "";
let data = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "train-and-watch-"));
  shared = join(folder, "shared");
  data = await writeSentences(folder);
  await runScript("train", ["--data", data, "--shared", shared, "--c", "0.5", "--ngrams", "1"]);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A prediction log of the model in service. */
async function writeLog(name: string, texts: readonly string[]): Promise<string> {
  const predictor = await loadModel(within(shared, (await championBundle(shared)).folder));
  const path = join(folder, name);
  await writeFile(path, "");
  for (const [i, text] of texts.entries()) {
    const { label, probabilities, modelVersion } = predictor.predict(text);
    const record = {
      id: `${i}`,
      time: "2026-01-01T00:00:00Z",
      modelVersion,
      text,
      label,
      probabilities,
      latencyMs: 1,
    };
    await appendFile(path, `${JSON.stringify(record)}\n`);
  }
  return path;
}

async function sentences(): Promise<string[]> {
  const lines = (await readFile(data, "utf8")).trim().split("\n");
  return lines.filter((_, i) => i % 7 === 0).map((line) => (JSON.parse(line) as { text: string }).text);
}

const watch = (log: string) =>
  runScript("watch", ["--log", log, "--data", data, "--shared", shared, "--c", "2", "--ngrams", "1"]);

test("texts like the training texts raise no alert, and nothing is trained", async () => {
  const before = await championBundle(shared);
  const outcome = await watch(await writeLog("calm.jsonl", await sentences()));
  expect(outcome).not.toHaveProperty("alert");
  expect(outcome["share"]).toBeLessThan(0.5);
  expect(await championBundle(shared)).toEqual(before);
}, 120_000);

test("other texts raise an alert; the new model passes the gate and becomes the champion", async () => {
  const before = await championBundle(shared);
  const others = (await sentences()).map(
    (_, i) => `DOCUMENT ${i} ${"SECTION 4711-B/17 ".repeat(30 + (i % 9))}`,
  );
  const outcome = await watch(await writeLog("other.jsonl", others));
  expect(outcome).toMatchObject({ alert: { records: others.length }, retrained: { promoted: true } });
  expect(await championBundle(shared)).not.toEqual(before);
  const told = (await readFile(join(shared, "alerts.jsonl"), "utf8")).trim().split("\n");
  expect(told).toHaveLength(1);
  expect(JSON.parse(told[0]!).columns).toContain("characters");
}, 120_000);

test("a worse model is trained and does not become the champion", async () => {
  const before = await championBundle(shared);
  const outcome = await runScript("train", [
    "--data",
    data,
    "--shared",
    shared,
    "--c",
    "0.001",
    "--ngrams",
    "1",
  ]);
  expect(outcome).toMatchObject({ promoted: false });
  expect(await championBundle(shared)).toEqual(before);
}, 120_000);

test("a script reports wrong arguments with a remedy", async () => {
  await expect(runScript("train", ["--data", data])).rejects.toThrow(/BAD_ARGUMENTS.*--shared/);
  await expect(runScript("search", ["--shared", shared, "--data", "none.jsonl"])).rejects.toThrow(
    /FILE_FAILURE.*none/,
  );
  expect(() => within(shared, "../elsewhere")).toThrow(/shared folder/);
}, 60_000);
