import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { processIdentity } from "@imdb/runtime/leases";
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

test("the lease of a process that has ended, or that cannot be seen and shows no heartbeat, is taken", async () => {
  const lease = join(on.dir, "mlruns", `.sync-${await serverHash()}`);
  const { place: _place, started: _started, ...rest } = processIdentity();
  const ended = { ...processIdentity(), started: "1" };
  const unseen = { ...rest, place: "another boot", started: "1", expiryMs: 300 };
  for (const holder of [ended, unseen]) {
    await writeFile(`${lease}-7.json`, JSON.stringify({ ...holder, token: "t" }));
    await recordOne("lease");
  }
  // Versions before this one locked with another file, and its process may have the number of one that lives.
  await writeFile(`${lease}.lock`, `${hostname()}-${process.pid}-${Math.round(Date.now() / 1_000)}`);
  await recordOne("lease");
  const there = await on.server.getExperimentByName("lease");
  expect((await on.server.searchRuns({ experimentIds: [there!.experimentId] })).items).toHaveLength(3);
  expect(readdirSync(join(on.dir, "mlruns")).filter((name) => /\.sync|\.lock/.test(name))).toEqual([]);
});

test("a process that was paused beyond its lease sends nothing more, saves nothing, and goes on afterwards", async () => {
  const lease = join(on.dir, "mlruns", `.sync-${await serverHash()}`);
  const problems: unknown[] = [];
  const store = on.open(({ problem }) => problems.push(problem));
  const experiment = await createTracker({ store }).setExperiment("paused");
  const run = await experiment.startRun();
  await run.logMetric("loss", 0, { step: 0 });
  await store.flush();
  const folder = join(on.dir, "mlruns", experiment.experimentId, run.runId);
  const stateFile = join(folder, readdirSync(folder).find((name) => name.startsWith(".sent-"))!);
  const before = readFileSync(stateFile, "utf8");
  // While it sends the metric, it is paused, and another process that lives takes its lease, and ends a second later.
  let calls = 0;
  let isTaken = false;
  const ended = new Promise<{ calls: number; saved: string }>((resolve) => {
    on.before = (call) => {
      calls++;
      if (call !== "logBatch" || isTaken) return;
      isTaken = true;
      calls = 0;
      writeFileSync(`${lease}-2.json`, JSON.stringify({ ...processIdentity(), token: "t" }));
      rmSync(`${lease}-1.json`);
      setTimeout(() => {
        resolve({ calls, saved: readFileSync(stateFile, "utf8") });
        rmSync(`${lease}-2.json`);
      }, 1_000);
    };
  });
  await run.logMetric("loss", 1, { step: 1 });
  await run.setTag("after", "1");
  expect(await ended).toEqual({ calls: 0, saved: before });
  expect(problems.at(-1)).toMatchObject({ code: "LEASE_LOST" });
  await run.end();
  await store.close();
  expect(await on.linesOf("loss")).toHaveLength(2);
  expect((await on.onlyRun("paused")).tags).toMatchObject({ after: "1" });
});

async function recordOne(experiment: string): Promise<void> {
  const store = on.open();
  await (await createTracker({ store }).setExperiment(experiment)).startRun({}, (run) =>
    run.logMetric("m", 1),
  );
  await store.close();
}

/** What names the server in the files of a folder: read while a pass runs. */
async function serverHash(): Promise<string> {
  let hash: string | undefined;
  on.before = () => {
    hash ??= readdirSync(join(on.dir, "mlruns"))
      .map((name) => /^\.sync-([0-9a-f]{8})-1\.json$/.exec(name)?.[1])
      .find((found) => found !== undefined);
  };
  await recordOne("name");
  on.before = () => {};
  return hash!;
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
