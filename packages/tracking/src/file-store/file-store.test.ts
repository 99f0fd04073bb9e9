import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RegisteredModelNotFound } from "../errors.js";
import { trackingStoreContract } from "../testing/tracking-store-contract.js";
import { fileStore } from "./file-store.js";

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "file-store-"));
});

afterAll(() => rm(dir, { recursive: true, force: true }));

describe.each(["process", "power"] as const)("a file store with durability %s", (durability) => {
  for (const { name, run } of trackingStoreContract(async () =>
    fileStore(join(dir, durability), { durability }),
  )) {
    test(name, run);
  }
});

test("a metric of a model that does not exist is not logged", async () => {
  const store = fileStore(join(dir, "unknown"));
  const experimentId = await store.createExperiment("e");
  const about = { experimentId, runName: "r", userId: "", startTime: 1, tags: {} };
  const { runId } = (await store.createRun(about)).info;
  const metric = { key: "m", value: 1, timestamp: 1, step: 0, modelId: `m-${"f".repeat(32)}` };
  await expect(store.logBatch(runId, { metrics: [metric] })).rejects.toMatchObject({
    code: RegisteredModelNotFound.code,
  });
  expect((await store.getRun(runId)).metrics).toEqual({});
});
