import { readdirSync, readFileSync } from "node:fs";
import { utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTracker, type SyncedStore } from "../index.js";
import { syncedScratch } from "../testing/synced-scratch.js";

const on = syncedScratch();

test("two stores of one folder send in turn: nothing lost, nothing doubled", async () => {
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
  const history = await on.behind.getMetricHistory(run.info.runId, "loss");
  expect(history.map(({ step }) => step)).toEqual(Array.from({ length: 600 }, (_, step) => step));
  expect(await on.linesOf("loss")).toHaveLength(600);
});

test("a lease of a process that has ended, or of a machine that fell silent, is taken over", async () => {
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
  const there = await on.behind.getExperimentByName("lease");
  expect((await on.behind.searchRuns({ experimentIds: [there!.experimentId] })).items).toHaveLength(2);
});

/** The name of the lock in a folder, seen while a pass runs. */
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

test("what a process sent before it died over noting it is not sent again by one that had sent before", async () => {
  const [a, b] = [on.open(), on.open()];
  const experiment = await createTracker({ store: a }).setExperiment("died");
  const run = await experiment.startRun();
  await run.logMetric("loss", 0, { step: 0 });
  await a.flush();
  const folder = join(on.dir, "mlruns", experiment.experimentId, run.runId);
  const ledger = join(folder, readdirSync(folder).find((name) => name.startsWith(".sent-"))!);
  let asItDied = "";
  on.before = (call) => {
    if (call === "logBatch") asItDied = readFileSync(ledger, "utf8");
  };
  await b.logBatch(run.runId, { metrics: [{ key: "loss", value: 1, timestamp: 1, step: 1 }] });
  await b.flush();
  expect(asItDied).not.toBe(readFileSync(ledger, "utf8"));
  await writeFile(ledger, asItDied);
  on.before = () => {};
  await run.setTag("touched", "1");
  await a.flush();
  expect(await on.linesOf("loss")).toHaveLength(2);
  await a.close();
  await b.close();
});
