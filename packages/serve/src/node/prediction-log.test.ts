import { appendFile, mkdir, mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PredictionRecord, predictionRecordSchema } from "@imdb/core";
import { createMetrics, prometheusText } from "@imdb/runtime/telemetry";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { predictionLogFiles } from "./index.js";
import { createPredictionLog } from "./prediction-log.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "log-"));
  path = join(folder, "logs", "predictions.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

function records(from: number, count: number): PredictionRecord[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `id-${from + i}`,
    time: "2026-01-02T03:04:05.678Z",
    modelVersion: "v",
    text: `text ${from + i}`,
    label: "pos",
    probabilities: { neg: 0.25, pos: 0.75 },
    latencyMs: 1,
  }));
}

async function lines(file = path): Promise<PredictionRecord[]> {
  const text = await readFile(file, "utf8");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => predictionRecordSchema.parse(JSON.parse(line)));
}

test("writes records that monitoring can read, in order, and appends to an existing log", async () => {
  for (const from of [0, 100]) {
    const log = await createPredictionLog({ path });
    for (let i = 0; i < 100; i += 10) log.write(records(from + i, 10));
    await log.close();
  }
  expect((await lines()).map((r) => r.id)).toEqual(records(0, 200).map((r) => r.id));
});

test.each(["written", "synced"] as const)(
  "a record that is %s is in the file when the promise settles",
  async (acknowledge) => {
    const log = await createPredictionLog({ path, acknowledge });
    await Promise.all([log.write(records(0, 3)), log.write(records(3, 3))]);
    expect(await lines()).toHaveLength(6);
    await log.close();
  },
);

test("removes only the incomplete record that a crash left", async () => {
  const log = await createPredictionLog({ path });
  log.write(records(0, 2));
  await log.close();
  await appendFile(path, '{"id":"half","te');
  const again = await createPredictionLog({ path });
  again.write(records(2, 1));
  await again.close();
  expect((await lines()).map((r) => r.id)).toEqual(["id-0", "id-1", "id-2"]);
  await writeFile(path, "x".repeat(200_000));
  await (await createPredictionLog({ path })).close();
  expect(await readFile(path, "utf8")).toBe("");
});

test("rotates by size, keeps maxFiles files, and lists them oldest first", async () => {
  const log = await createPredictionLog({ path, acknowledge: "written", maxBytes: 1000, maxFiles: 3 });
  for (let i = 0; i < 40; i++) await log.write(records(i, 1));
  await log.close();
  const files = await predictionLogFiles(path);
  expect(files).toEqual([`${path}.3`, `${path}.2`, `${path}.1`, path]);
  const kept = (await Promise.all(files.map((file) => lines(file)))).flat().map((r) => r.id);
  expect(kept).toEqual(records(40 - kept.length, kept.length).map((r) => r.id));
  for (const file of files) expect((await readFile(file)).length).toBeLessThanOrEqual(1000);
});

test("hashes or redacts texts, and samples by id", async () => {
  const hashed = await createPredictionLog({ path, text: "hash" });
  hashed.write(records(0, 1));
  await hashed.close();
  // printf 'text 0' | sha256sum
  expect((await lines())[0]!.text).toBe(
    "sha256:822beb0d1729878ad343b6c35b1d5e45e62f8e36b6543c2312b6f1cb6d00cdef",
  );
  const redacted = await createPredictionLog({ path: `${path}2`, text: "redact", sample: 0.3 });
  redacted.write(records(0, 1000));
  await redacted.close();
  const kept = await lines(`${path}2`);
  expect(kept.every((r) => r.text === null)).toBe(true);
  expect(kept.length).toBeGreaterThan(240);
  expect(kept.length).toBeLessThan(360);
});

test("drops and counts records that exceed the queue size", async () => {
  const metrics = createMetrics();
  const log = await createPredictionLog({ path, queueSize: 50, metrics });
  log.write(records(0, 80));
  await log.close();
  expect(await lines()).toHaveLength(50);
  expect(prometheusText(metrics.snapshot())).toContain('records_total{outcome="dropped"} 30');
});

test("a log that cannot be opened is a typed error", async () => {
  await writeFile(join(folder, "file"), "");
  await expect(createPredictionLog({ path: join(folder, "file", "log") })).rejects.toMatchObject({
    code: "FILE_FAILURE",
  });
  await expect(createPredictionLog({ path, sample: 2 })).rejects.toMatchObject({ code: "INVALID_OPTION" });
});

/** The methods of open files, for a test that lets one fail. */
async function openFileMethods() {
  const file = await open(join(folder, "any"), "a");
  await file.close();
  return Object.getPrototypeOf(file) as typeof file;
}

const full = () => Object.assign(new Error("no space left on device"), { code: "ENOSPC" });

test.each(["removed at once", "removed later"])(
  "a record that a full disk took half of is %s, and damages no later one",
  async (when) => {
    const methods = await openFileMethods();
    const append = methods.appendFile;
    const log = await createPredictionLog({ path, acknowledge: "written" });
    await log.write(records(0, 1));
    vi.spyOn(methods, "appendFile").mockImplementationOnce(async function (this: typeof methods, data) {
      await append.call(this, (data as Buffer).subarray(0, 40));
      throw full();
    });
    if (when === "removed later") vi.spyOn(methods, "truncate").mockRejectedValueOnce(full());
    await expect(log.write(records(1, 2))).rejects.toMatchObject({ code: "FILE_FAILURE" });
    await log.write(records(3, 1));
    await log.close();
    expect((await lines()).map((r) => r.id)).toEqual(["id-0", "id-3"]);
  },
);

test("a rotation that fails stops no later record", async () => {
  const log = await createPredictionLog({ path, acknowledge: "written", maxBytes: 400, maxFiles: 2 });
  await log.write(records(0, 1));
  // A folder with files has the name that the rotation frees first.
  await mkdir(join(`${path}.2`, "in the way"), { recursive: true });
  await expect(log.write(records(1, 2))).rejects.toMatchObject({ code: "FILE_FAILURE" });
  await rm(`${path}.2`, { recursive: true });
  await log.write(records(3, 1));
  await log.close();
  const files = await predictionLogFiles(path);
  const kept = (await Promise.all(files.map((file) => lines(file)))).flat().map((r) => r.id);
  expect(kept).toEqual(["id-0", "id-3"]);
});
