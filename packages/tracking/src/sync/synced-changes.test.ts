import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTracker, ServerUnreachable, type SyncProgress } from "../index.js";
import { syncedScratch } from "../testing/synced-scratch.js";
import { thrown } from "../testing/thrown.js";

const on = syncedScratch();

test("changes are sent: tags, names, deletion and restoration", async () => {
  const store = on.open();
  const tracker = createTracker({ store });
  const experiment = await tracker.setExperiment("changes");
  const { runId } = await experiment.startRun({ tags: { a: "1", b: "1" } }, (run) => run);
  await store.flush();
  const copy = (await store.serverId(runId))!;
  await on.server.logBatch(copy, { tags: { theirs: "note", b: "theirs" } });
  await store.logBatch(runId, { tags: { a: "2" } });
  await store.updateRun(runId, { runName: "renamed" });
  await store.renameExperiment(experiment.experimentId, "changed");
  await store.flush();
  const { info, tags } = await on.server.getRun(copy);
  // What somebody else changed on the server stays, unless it was changed here since.
  expect([tags["a"], tags["b"], tags["theirs"], info.runName]).toEqual(["2", "theirs", "note", "renamed"]);
  expect((await on.server.getExperiment(info.experimentId)).name).toBe("changed");
  await store.deleteTag(runId, "a");
  await store.deleteRun(runId);
  await store.flush();
  expect((await on.server.getRun(copy)).tags["a"]).toBeUndefined();
  expect((await on.server.getRun(copy)).info.lifecycleStage).toBe("deleted");
  await store.restoreRun(runId);
  await store.deleteExperiment(experiment.experimentId);
  await store.flush();
  expect((await on.server.getExperiment(info.experimentId)).lifecycleStage).toBe("deleted");
  await store.restoreExperiment(experiment.experimentId);
  await store.close();
  expect((await on.server.getRun(copy)).info.lifecycleStage).toBe("active");
});

test("an artifact with a new content of the same size is sent again", async () => {
  const store = on.open();
  const experiment = await createTracker({ store }).setExperiment("content");
  const run = await experiment.startRun();
  await run.logText('{"accuracy":0.91}', "m.json");
  await store.flush();
  await run.logText('{"accuracy":0.19}', "m.json");
  await run.end();
  await store.close();
  const owner = { runId: (await on.onlyRun("content")).info.runId };
  expect(Buffer.from(await on.server.artifacts.read(owner, "m.json")).toString()).toBe('{"accuracy":0.19}');
});

test("metrics whose answer was lost are not sent again by the same process", async () => {
  let answersLost = 0;
  let isMetrics = false;
  on.before = (call, [, batch]) => {
    isMetrics = call === "logBatch" && (batch as { metrics?: unknown }).metrics !== undefined;
  };
  on.after = () => {
    if (!isMetrics || answersLost++ > 0) return;
    on.isUnreachable = true;
    throw ServerUnreachable.create({ method: "POST", url: "x", attempts: 1, reason: "answer lost" });
  };
  const store = on.open();
  const experiment = await createTracker({ store }).setExperiment("lost");
  await experiment.startRun({}, async (run) => {
    for (let step = 0; step < 10; step++) await run.logMetric("m", step, { step });
  });
  await thrown(store.flush());
  on.isUnreachable = false;
  await store.close();
  expect(answersLost).toBeGreaterThan(0);
  expect(await on.linesOf("m")).toHaveLength(10);
});

test("changes are sent in the background, and progress and problems are reported", async () => {
  const told: SyncProgress[] = [];
  on.isUnreachable = true;
  const store = on.open((progress) => void told.push(progress));
  const experiment = await createTracker({ store }).setExperiment("by itself");
  await experiment.startRun({}, (run) => run.logMetric("m", 1));
  await expect.poll(() => told.length, { timeout: 5_000 }).toBeGreaterThan(0);
  expect(told[0]).toMatchObject({ runs: 0, metrics: 0, waiting: expect.any(Number) });
  expect(ServerUnreachable.is(told[0]?.problem)).toBe(true);
  on.isUnreachable = false;
  await expect.poll(() => told.at(-1)?.metrics, { timeout: 10_000 }).toBe(1);
  expect(told.at(-1)).toMatchObject({ runs: 1, waiting: 0, refused: [], problem: undefined });
  expect((await on.onlyRun("by itself")).metrics).toEqual({ m: 1 });
  await store.close();
});

test("flush throws what a callback threw", async () => {
  const boom = new Error("boom");
  const store = on.open(() => {
    throw boom;
  });
  await (await createTracker({ store }).setExperiment("boom")).startRun({}, () => {});
  expect(await thrown(store.flush())).toBe(boom);
  await store.close();
});

test("MLflow's own records in the folder are sent, once", async () => {
  const store = on.open();
  const experiment = await createTracker({ store }).setExperiment("foreign");
  const run = await experiment.startRun({}, async (run) => {
    await run.logMetric("ours", 1, { timestamp: 1 });
    return run;
  });
  await store.flush();
  const metrics = join(on.dir, "mlruns", experiment.experimentId, run.runId, "metrics");
  await writeFile(join(metrics, "theirs"), "5 0.5 0\n");
  await store.logBatch(run.runId, { tags: { touched: "1" } });
  await store.flush();
  await writeFile(join(metrics, "theirs"), "5 0.5 0\n6 0.75 1\n");
  await store.logBatch(run.runId, { tags: { touched: "2" } });
  await store.close();
  expect((await on.onlyRun("foreign")).metrics).toEqual({ ours: 1, theirs: 0.75 });
  expect(await on.linesOf("theirs")).toEqual(["5 0.5 0 theirs", "6 0.75 1 theirs"]);
});
