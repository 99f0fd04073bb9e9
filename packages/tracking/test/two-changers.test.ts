import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { rounds } from "../../../tools/optional/tools.mjs";
import { createTracker, type FileStore, fileStore } from "../src/index.js";

// R38. Two processes change different fields of one thing at the same time: both changes are there afterwards.

const TURNS = rounds(100, 2_000);
const script = fileURLToPath(new URL("./changer.mjs", import.meta.url));
let dir: string;
let folder: string;
let store: FileStore;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "two-changers-"));
  folder = join(dir, "mlruns");
  store = fileStore(folder);
});

afterEach(() => rm(dir, { recursive: true, force: true }));

/** Runs the two processes of a kind of change. Returns what they found wrong. */
async function both(what: string, ids: readonly string[] = []): Promise<string[]> {
  const one = (role: string) =>
    promisify(execFile)(process.execPath, [script, folder, what, role, String(TURNS), ...ids]);
  const outputs = await Promise.all([one("first"), one("second")]);
  return outputs.flatMap(({ stdout }) => stdout.split("\n").filter(Boolean));
}

async function newRuns(): Promise<string[]> {
  const experiment = await createTracker({ store }).setExperiment("e");
  const ids: string[] = [];
  for (let i = 0; i < TURNS; i++) {
    const tags = { "mlflow.runName": "before" };
    const given = {
      experimentId: experiment.experimentId,
      runName: "before",
      userId: "ada",
      startTime: 1,
      tags,
    };
    ids.push((await store.createRun(given)).info.runId);
  }
  return ids;
}

const LONG = { timeout: 300_000 };

test("describeRegisteredModel beside createModelVersion", LONG, async () => {
  await store.registry.createRegisteredModel("lr");
  expect(await both("model")).toEqual([]);
  const versions = await store.registry.listModelVersions("lr");
  expect(versions.map(({ source }) => Number(source))).toEqual(
    Array.from({ length: TURNS }, (_, i) => TURNS - 1 - i),
  );
});

test.each([
  ["the status beside the tag mlflow.runName", "run", "FINISHED"],
  ["the status beside the name", "update", "FAILED"],
])("%s", LONG, async (_, what, status) => {
  const ids = await newRuns();
  await both(what, ids);
  for (const [turn, runId] of ids.entries()) {
    const { info, tags } = await store.getRun(runId);
    expect(info).toMatchObject({ status, endTime: 5, runName: `name ${turn}` });
    expect(tags["mlflow.runName"]).toBe(`name ${turn}`);
  }
});

test("the status beside deletion and restoration", LONG, async () => {
  const ids = await newRuns();
  await both("lifecycle", ids);
  for (const runId of ids)
    expect((await store.getRun(runId)).info).toMatchObject({ status: "KILLED", lifecycleStage: "active" });
});

test("two renames to one name: one of them gets it", LONG, async () => {
  const ids: string[] = [];
  for (let i = 0; i < 2 * TURNS; i++) ids.push(await store.createExperiment(`before ${i}`));
  await both("rename", ids);
  const names = (await store.listExperiments())
    .map(({ name }) => name)
    .filter((name) => name.startsWith("name"));
  expect(names).toHaveLength(TURNS);
  expect(new Set(names).size).toBe(TURNS);
});

test("an alias never names a version that was deleted meanwhile", LONG, async () => {
  await store.registry.createRegisteredModel("lr");
  for (let i = 0; i < TURNS; i++) await store.registry.createModelVersion({ name: "lr", source: "x" });
  expect(await both("alias")).toEqual([]);
});
