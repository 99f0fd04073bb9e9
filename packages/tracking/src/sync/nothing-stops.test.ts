import { mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createTracker, ServerUnreachable, SyncPending } from "../index.js";
import { refusedArtifact, syncedScratch } from "../testing/synced-scratch.js";
import { thrown } from "../testing/thrown.js";

const on = syncedScratch();

afterEach(() => void vi.useRealTimers());

const poison = (path: unknown) => {
  if (path === "poison.txt")
    throw ServerUnreachable.create({ method: "PUT", url: "x", attempts: 1, reason: "status 500" });
};

test("R16: a record that fails for ten minutes while the server answers is set aside, named, and sent when asked", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  on.before = (_call, [, path]) => poison(path);
  const store = on.open();
  const experiment = await createTracker({ store }).setExperiment("poison");
  const { runId } = await experiment.startRun({}, async (run) => {
    await run.logText("x", "poison.txt");
    await run.logText("x", "sound.txt");
    await run.logMetric("m", 1);
    return run;
  });
  for (let pass = 0; pass < 5; pass++) {
    // Not before ten minutes are over, however often it is tried.
    expect(await thrown(store.flush())).toMatchObject({ details: { waiting: 1, refused: 0 } });
    expect(await store.refused()).toEqual([]);
  }
  vi.advanceTimersByTime(11 * 60_000);
  expect(await thrown(store.flush())).toMatchObject({ details: { waiting: 0, refused: 1 } });
  expect(await store.refused()).toMatchObject([
    { runId, record: "artifact poison.txt", reason: expect.stringContaining("500") },
  ]);
  // A later process sends what is new and does not try it again.
  await store.logBatch(runId, { metrics: [{ key: "m", value: 2, timestamp: 2, step: 2 }] });
  await store.close();
  const id = (await store.serverId(runId))!;
  expect((await on.server.getRun(id)).metrics).toEqual({ m: 2 });
  expect(await on.server.artifacts.list({ runId: id })).toMatchObject([{ path: "sound.txt" }]);

  on.before = () => {};
  const later = on.open();
  await later.resendRefused();
  expect(await later.refused()).toEqual([]);
  expect(await on.server.artifacts.list({ runId: id })).toHaveLength(2);
  await later.close();
});

test.each([
  ["ahead by a year", 365 * 24 * 3_600_000],
  ["back by a day", -24 * 3_600_000],
])("R16: a system clock that is set %s changes nothing of the ten minutes", async (_, step) => {
  vi.useFakeTimers({ toFake: ["Date", "performance"] });
  on.before = (_call, [, path]) => poison(path);
  const store = on.open();
  const experiment = await createTracker({ store }).setExperiment("poison");
  await experiment.startRun({}, (run) => run.logText("x", "poison.txt"));
  await thrown(store.flush());
  vi.setSystemTime(Date.now() + step);
  for (let pass = 0; pass < 5; pass++)
    expect(await thrown(store.flush())).toMatchObject({ details: { waiting: 1, refused: 0 } });
  vi.advanceTimersByTime(11 * 60_000);
  expect(await thrown(store.flush())).toMatchObject({ details: { waiting: 0, refused: 1 } });
  await store.close();
});

test("R16: what has failed and then was sent is not counted", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const store = on.open();
  const run = await (await createTracker({ store }).setExperiment("e")).startRun();
  for (let round = 0; round < 3; round++) {
    on.before = (_call, [, path]) => poison(path);
    await run.logText(String(round), "poison.txt");
    for (let pass = 0; pass < 4; pass++) await thrown(store.flush());
    vi.advanceTimersByTime(60 * 60_000);
    on.before = () => {};
    await store.flush();
  }
  expect(await store.refused()).toEqual([]);
  await run.end();
  await store.close();
});

test.skipIf(process.platform === "win32")(
  "a run with a link among its tags is named, and the other runs of its experiment are sent",
  async () => {
    const store = on.open();
    const experiment = await createTracker({ store }).setExperiment("e");
    const damaged = await experiment.startRun({}, async (run) => run.runId);
    const sound = await experiment.startRun({}, async (run) => run.runId);
    const link = join(on.dir, "mlruns", experiment.experimentId, damaged, "tags", "link");
    await symlink("/etc/hostname", link);
    for (const syncing of [store, on.open()]) {
      const pending = await thrown(syncing.flush());
      expect(pending).toMatchObject({ code: "SYNC_PENDING", message: expect.stringContaining(link) });
      expect(await store.serverId(sound)).toBeDefined();
      expect(await thrown(store.serverId(damaged))).toMatchObject({ details: { path: link } });
    }
    await rm(link);
    await store.flush();
    expect(await store.serverId(damaged)).toBeDefined();
    await store.close();
  },
);

test("where every record fails, a pass ends soon, and all is sent once the server is repaired", async () => {
  let attempts = 0;
  const store = on.open();
  const run = await (await createTracker({ store }).setExperiment("e")).startRun();
  await store.flush();
  on.before = (call) => {
    if (call !== "logBatch") return;
    attempts++;
    throw ServerUnreachable.create({ method: "POST", url: "x", attempts: 1, reason: "status 500" });
  };
  for (let step = 0; step < 900; step++) await run.logMetric("m", step, { step });
  expect(await thrown(store.flush())).toMatchObject({ details: { waiting: 1, refused: 0 } });
  expect(attempts).toBeLessThan(100);
  on.before = () => {};
  await run.end();
  await store.close();
  expect(await on.linesOf("m")).toHaveLength(900);
});

test("resendRefused sends again also while a pass is under way", async () => {
  const store = on.open();
  const run = await (await createTracker({ store }).setExperiment("e")).startRun();
  on.before = (_call, [, path]) => {
    if (path === "a.txt") throw refusedArtifact();
  };
  await run.logText("x", "a.txt");
  await thrown(store.flush());
  expect(await store.refused()).toHaveLength(1);
  let resending: Promise<void> | undefined;
  on.before = (_call, [, path]) => {
    // In the middle of a pass, which has read what was refused and saves it again when it ends.
    if (path === "b.txt") resending ??= store.resendRefused();
  };
  await run.logText("x", "b.txt");
  await thrown(store.flush());
  await resending;
  expect(await store.refused()).toEqual([]);
  expect(await on.server.artifacts.list({ runId: (await store.serverId(run.runId))! })).toHaveLength(2);
  await run.end();
  await store.close();
});

test("R13: processes that end one after the other in the middle of sending: everything arrives, in order, once", async () => {
  const first = on.open();
  const run = await (await createTracker({ store: first }).setExperiment("e")).startRun();
  const { runId } = run;
  await run.logText("x", "first.txt");
  await on.abandon(first);
  let step = 0;
  for (let life = 0; life < 12; life++) {
    // Another process each time, with a journal of its own, which dies after some calls to the server.
    const store = on.open();
    let calls = life;
    on.before = () => {
      if (calls-- <= 0)
        throw ServerUnreachable.create({ method: "POST", url: "x", attempts: 1, reason: "dead" });
    };
    for (let i = 0; i < 20; i++, step++)
      await store.logBatch(runId, { metrics: [{ key: "m", value: step, timestamp: step, step }] });
    await store.artifacts.putBytes({ runId }, `${life}.txt`, Buffer.from("x"));
    await thrown(store.close());
    on.before = () => {};
  }
  const last = on.open();
  await last.flush();
  expect(await last.refused()).toEqual([]);
  const steps = (await on.linesOf("m")).map((line) => Number(line.split(" ")[2]));
  expect(steps).toEqual(Array.from({ length: step }, (_, i) => i));
  const id = (await last.serverId(runId))!;
  expect(await on.server.artifacts.list({ runId: id })).toHaveLength(13);
  await last.updateRun(runId, { status: "FINISHED", endTime: 1 });
  await last.close();
});

describe("R36: what is damaged in the folder keeps nothing else back", () => {
  test.each([
    "an empty meta.yaml of a run",
    "half a dataset",
    "an empty meta.yaml of an experiment",
    "a folder that is no run",
  ])("%s", async (damage) => {
    const store = on.open();
    const tracker = createTracker({ store });
    const bad = await tracker.setExperiment("bad");
    const { runId } = await bad.startRun({}, async (run) => {
      await run.logInput({ name: "imdb", digest: "v1", source: "x", context: "train" });
      return run;
    });
    on.isUnreachable = true;
    const good = await tracker.setExperiment("good");
    await good.startRun({}, (run) => run.logMetric("m", 1));
    const root = join(on.dir, "mlruns");
    const runDir = join(root, bad.experimentId, runId);
    const [dataset] = await readdir(join(root, bad.experimentId, "datasets"));
    const paths: Record<string, string> = {
      "an empty meta.yaml of a run": join(runDir, "meta.yaml"),
      "half a dataset": join(root, bad.experimentId, "datasets", dataset!, "meta.yaml"),
      "an empty meta.yaml of an experiment": join(root, bad.experimentId, "meta.yaml"),
    };
    const path = paths[damage];
    if (path)
      await writeFile(path, damage.startsWith("half") ? (await readFile(path, "utf8")).slice(0, 9) : "");
    else {
      await mkdir(join(root, good.experimentId, "no run"));
      await mkdir(join(root, good.experimentId, "empty"));
    }
    on.isUnreachable = false;
    const later = on.open();
    const error = await thrown(later.flush());
    if (path) {
      expect(SyncPending.is(error) && error.details.reason).toContain(path);
    } else expect(error).toBeUndefined();
    expect((await on.onlyRun("good")).metrics).toEqual({ m: 1 });
    await thrown(later.close());
    await thrown(store.close());
  });
});

test("R36: a damaged run keeps back no other run of its experiment", async () => {
  on.isUnreachable = true;
  const store = on.open();
  const experiment = await createTracker({ store }).setExperiment("both");
  const { runId } = await experiment.startRun({}, async (run) => run);
  await experiment.startRun({}, (run) => run.logMetric("m", 1));
  const path = join(on.dir, "mlruns", experiment.experimentId, runId, "meta.yaml");
  await writeFile(path, "");
  on.isUnreachable = false;
  const later = on.open();
  const error = await thrown(later.flush());
  expect(SyncPending.is(error) && error.details.reason).toContain(path);
  expect((await on.onlyRun("both")).metrics).toEqual({ m: 1 });
  await thrown(later.close());
  await thrown(store.close());
});

test("an artifact that a copying program replaced by one of the same size and time is sent", async () => {
  const store = on.open();
  const run = await (await createTracker({ store }).setExperiment("e")).startRun();
  await run.logText("0.91", "a.txt");
  await store.flush();
  const path = join(on.dir, "mlruns", run.experimentId, run.runId, "artifacts", "a.txt");
  const { atime, mtime } = await stat(path);
  await writeFile(path, "0.19");
  await utimes(path, atime, mtime);
  await run.logMetric("m", 1);
  await run.end();
  await store.close();
  const there = await on.server.artifacts.read({ runId: (await store.serverId(run.runId))! }, "a.txt");
  expect(Buffer.from(there).toString()).toBe("0.19");
});
