import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTracker, fileStore, syncRuns } from "../index.js";

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "sync-"));
  await writeFile(join(dir, "MLmodel"), "flavors:\n  imdb: {}\n");
});

afterEach(() => rm(dir, { recursive: true, force: true }));

test("runs are copied with everything, and copying again adds only what is new", async () => {
  const from = fileStore(join(dir, "a"));
  const to = fileStore(join(dir, "b"));
  const experiment = await createTracker({ store: from }).setExperiment("sentiment");
  const parent = await experiment.startRun({ runName: "parent" }, async (run) => {
    await run.logParams({ C: 1 });
    for (let step = 0; step < 5; step++)
      await run.logMetrics({ loss: 1 / (step + 1), nan: Number.NaN }, { step });
    await run.logText("hello", "deep/note.txt");
    await run.logInput({ name: "imdb", digest: "v1", source: "x", context: "train" });
    await run.logModel(dir, { name: "lr" });
    await experiment.startRun({ runName: "child", parentRunId: run.runId }, () => {});
    return run.runId;
  });

  const first = await syncRuns(from, to);
  expect(first).toMatchObject({ metrics: 10, artifacts: 1, models: 1 });
  expect(first.runs.size).toBe(2);
  const source = await from.getRun(parent);
  const copy = await to.getRun(first.runs.get(parent)!);
  expect(copy.params).toEqual(source.params);
  expect(copy.metrics).toEqual(source.metrics);
  expect(copy.inputs).toEqual(source.inputs);
  expect(copy.info).toMatchObject({
    runName: "parent",
    status: "FINISHED",
    startTime: source.info.startTime,
  });
  expect(copy.info.endTime).toBe(source.info.endTime);
  expect(copy.outputs).toHaveLength(1);
  expect(Buffer.from(await to.artifacts.read({ runId: copy.info.runId }, "deep/note.txt")).toString()).toBe(
    "hello",
  );
  const { items } = await to.searchRuns({
    experimentIds: [copy.info.experimentId],
    filter: `tags.\`mlflow.parentRunId\` = '${copy.info.runId}'`,
  });
  expect(items.map((run) => run.info.runName)).toEqual(["child"]);

  const again = await syncRuns(from, to);
  expect(again).toMatchObject({ metrics: 0, artifacts: 0, models: 0 });
  expect(again.runs).toEqual(first.runs);
  const resumed = await createTracker({ store: from }).resumeRun(parent);
  await resumed.logMetric("loss", 0.01, { step: 5 });
  await resumed.end();
  expect(await syncRuns(from, to)).toMatchObject({ metrics: 1, artifacts: 0, models: 0 });
});
