import { readdirSync, readFileSync } from "node:fs";
import { utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTracker, type SyncedStore } from "../index.js";
import { syncedScratch } from "../testing/synced-scratch.js";

const on = syncedScratch();

test("two stores of one folder take turns: no record is lost or sent twice", async () => {
  const [a, b] = [on.open(), on.open()];
  const experiment = await createTracker({ store: a }).setExperiment("two");
  const { runId } = (await experiment.startRun({ runName: "shared" })) as { runId: string };
  const work = async (store: SyncedStore, first: number) => {
    for (let step = first; step < 600; step += 2) {
      await store.logBatch(runId, { metrics: [{ key: "loss", value: step, timestamp: step, step }] });
      if (step % 100 < 2) await store.flush();
    }
    await store.close();
  };
  await Promise.all([work(a, 0), work(b, 1)]);
  const run = await on.onlyRun("two");
  const history = await on.server.getMetricHistory(run.info.runId, "loss");
  expect(history.map(({ step }) => step)).toEqual(Array.from({ length: 600 }, (_, step) => step));
  expect(await on.linesOf("loss")).toHaveLength(600);
});

test("the lease of a process that has ended, or that was not renewed for long, expires", async () => {
  const lock = join(on.dir, "mlruns", (await lockName()) as string);
  for (const owner of [`${hostname()}-999999999-1`, "another-host-12-34"]) {
    await writeFile(lock, owner);
    if (owner.startsWith("another")) {
      const longAgo = new Date(Date.now() - 3_600_000);
      await utimes(lock, longAgo, longAgo);
    }
    const store = on.open();
    await (await createTracker({ store }).setExperiment("lease")).startRun({}, (run) =>
      run.logMetric("m", 1),
    );
    await store.close();
  }
  const there = await on.server.getExperimentByName("lease");
  expect((await on.server.searchRuns({ experimentIds: [there!.experimentId] })).items).toHaveLength(2);
});

/** The name of the lease file of a folder, read while a pass runs. */
async function lockName(): Promise<string | undefined> {
  const store = on.open();
  let name: string | undefined;
  on.before = () => {
    name ??= readdirSync(join(on.dir, "mlruns")).find((entry) => entry.endsWith(".lock"));
  };
  await (await createTracker({ store }).setExperiment("name")).startRun({}, () => {});
  await store.close();
  on.before = () => {};
  return name;
}

test("what a killed process sent without saving that is not sent again by another process", async () => {
  const [a, b] = [on.open(), on.open()];
  const experiment = await createTracker({ store: a }).setExperiment("died");
  const run = await experiment.startRun();
  await run.logMetric("loss", 0, { step: 0 });
  await a.flush();
  const folder = join(on.dir, "mlruns", experiment.experimentId, run.runId);
  const stateFile = join(folder, readdirSync(folder).find((name) => name.startsWith(".sent-"))!);
  let textAtKill = "";
  on.before = (call) => {
    if (call === "logBatch") textAtKill = readFileSync(stateFile, "utf8");
  };
  await b.logBatch(run.runId, { metrics: [{ key: "loss", value: 1, timestamp: 1, step: 1 }] });
  await b.flush();
  expect(textAtKill).not.toBe(readFileSync(stateFile, "utf8"));
  await writeFile(stateFile, textAtKill);
  on.before = () => {};
  await run.setTag("touched", "1");
  await a.flush();
  expect(await on.linesOf("loss")).toHaveLength(2);
  await a.close();
  await b.close();
});
