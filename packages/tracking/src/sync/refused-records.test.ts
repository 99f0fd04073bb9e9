import { join } from "node:path";
import { expect, test } from "vitest";
import {
  createTracker,
  InvalidTrackedValue,
  ServerRefused,
  ServerUnreachable,
  SyncPending,
} from "../index.js";
import { syncedScratch } from "../testing/synced-scratch.js";
import { thrown } from "../testing/thrown.js";

const on = syncedScratch();

/** The error of a server that refuses a record. */
const refuse = (reason: string) => InvalidTrackedValue.create({ what: "record", key: "it", problem: reason });

test("a refused record keeps no other record of its batch back", async () => {
  on.before = (call, [, batch]) => {
    const { metrics = [] } = (call === "logBatch" ? batch : {}) as { metrics?: { key: string }[] };
    if (metrics.some(({ key }) => key === "bad")) throw refuse("no such metric");
  };
  const store = on.open();
  const experiment = await createTracker({ store }).setExperiment("refused");
  const run = await experiment.startRun();
  on.isUnreachable = true;
  await run.logParam("C", 1);
  await run.logMetric("before", 1);
  await run.logMetric("bad", 1);
  await run.logMetric("after", 1);
  await run.end();
  on.isUnreachable = false;
  const error = await thrown(store.close());
  expect(SyncPending.is(error) && error.details).toMatchObject({ waiting: 0, refused: 1 });
  const { params, metrics, info } = await on.onlyRun("refused");
  expect([params, metrics, info.status]).toEqual([{ C: "1" }, { after: 1, before: 1 }, "FINISHED"]);

  // Later processes name it too. It is sent again only by resendRefused.
  const later = on.open();
  expect(await later.refused()).toEqual([
    { runId: run.runId, record: "metric bad (step 0)", reason: expect.stringContaining("no such metric") },
  ]);
  await later.flush();
  on.before = () => {};
  await later.resendRefused();
  expect(await later.refused()).toEqual([]);
  expect((await on.onlyRun("refused")).metrics).toEqual({ after: 1, bad: 1, before: 1 });
  expect(await on.linesOf("after")).toHaveLength(1);
  await later.close();
});

test("a version that the server refuses is named, and keeps nothing else back", async () => {
  on.before = (call) => {
    if (call === "createModelVersion") throw refuse("no such model");
  };
  const store = on.open();
  const experiment = await createTracker({ store }).setExperiment("versions");
  const run = await experiment.startRun();
  const model = { name: "lr", registeredModelName: "lr" };
  expect(SyncPending.is(await thrown(run.logModel(join(on.dir, "bundle"), model)))).toBe(true);
  await run.end();
  expect(SyncPending.is(await thrown(store.flush()))).toBe(true);
  await store.flush();
  expect(await store.refused()).toMatchObject([{ runId: run.runId, record: "version 1 of lr" }]);
  on.before = () => {};
  await store.resendRefused();
  const { runId } = await store.registry.getModelVersion("lr", "1");
  expect(runId).toBe(run.runId);
  expect((await on.onlyRun("versions")).outputs).toHaveLength(1);
  await store.close();
});

test("keys such as __proto__ are sent like any other", async () => {
  const store = on.open();
  const experiment = await createTracker({ store }).setExperiment("hostile");
  await experiment.startRun({}, async (run) => {
    await run.logMetric("__proto__", 1);
    await run.logParams(JSON.parse('{"__proto__": "p", "constructor": "c"}'));
    await run.setTags(JSON.parse('{"__proto__": "t"}'));
    await run.logText("x", "__proto__");
  });
  await store.close();
  const { metrics, params, tags, info } = await on.onlyRun("hostile");
  expect(Object.entries(metrics)).toEqual([["__proto__", 1]]);
  expect(Object.entries(params)).toEqual([
    ["__proto__", "p"],
    ["constructor", "c"],
  ]);
  expect(Object.getOwnPropertyDescriptor(tags, "__proto__")?.value).toBe("t");
  expect(await on.server.artifacts.list({ runId: info.runId })).toMatchObject([{ path: "__proto__" }]);
});

test("a record that waits keeps no other record back", async () => {
  on.before = (call, [, path]) => {
    if (call === "putFile" && path === "poison.txt") {
      throw ServerUnreachable.create({ method: "PUT", url: "x", attempts: 1, reason: "status 500" });
    }
  };
  const store = on.open();
  const experiment = await createTracker({ store }).setExperiment("poison");
  const poisoned = await experiment.startRun({ runName: "poisoned" }, async (run) => {
    await run.logText("x", "poison.txt");
    await run.logText("x", "sound.txt");
    await run.logMetric("m", 1);
    return run;
  });
  await experiment.startRun({ runName: "sound" }, (run) => run.logMetric("m", 2));
  const error = await thrown(store.flush());
  expect(SyncPending.is(error) && error.details).toMatchObject({ waiting: 1, refused: 0 });
  const id = (await store.serverId(poisoned.runId))!;
  expect((await on.server.getRun(id)).info.status).toBe("FINISHED");
  expect(await on.server.artifacts.list({ runId: id })).toMatchObject([{ path: "sound.txt" }]);
  on.before = () => {};
  await store.close();
  expect(await on.server.artifacts.list({ runId: id })).toHaveLength(2);
});

test.each([404, 400, 405, 413])("the page of a proxy with status %i is no refusal", async (status) => {
  let standsIn = true;
  on.before = () => {
    const page = { method: "POST", url: "x", status, errorCode: "", reason: "<html>" };
    if (standsIn) throw ServerRefused.create(page);
  };
  const store = on.open();
  await (await createTracker({ store }).setExperiment("proxy")).startRun({}, (run) => run.logMetric("m", 1));
  const error = await thrown(store.flush());
  expect(SyncPending.is(error) && error.details.refused).toBe(0);
  standsIn = false;
  await store.close();
  expect((await on.onlyRun("proxy")).metrics).toEqual({ m: 1 });
});

test("of a refused run nothing is sent, and the reason is kept", async () => {
  const store = on.open();
  const tracker = createTracker({ store });
  const experiment = await tracker.setExperiment("gone");
  await store.flush();
  on.isUnreachable = true;
  const run = await experiment.startRun();
  await run.logMetric("loss", 1);
  await run.end();
  on.isUnreachable = false;
  await on.server.deleteExperiment((await store.serverId(experiment.experimentId))!);
  const error = await thrown(store.flush());
  expect(SyncPending.is(error) && error.details).toMatchObject({ waiting: 0, refused: 1 });
  expect(await store.refused()).toMatchObject([{ runId: run.runId, record: "run" }]);
  expect(await store.serverId(run.runId)).toBeUndefined();
  await store.close();
});

test("an experiment that the server refuses is named with the reason, and is sent again when asked", async () => {
  let creations = 0;
  on.before = (call) => {
    if (call !== "createExperiment") return;
    creations++;
    throw refuse("the quota of experiments is used up");
  };
  const store = on.open();
  const experiment = await createTracker({ store }).setExperiment("quota");
  const { runId } = await experiment.startRun({}, async (run) => {
    await run.logMetric("m", 1);
    return run;
  });
  const error = await thrown(store.flush());
  expect(SyncPending.is(error) && error.details).toMatchObject({
    waiting: 0,
    refused: 1,
    reason: expect.stringContaining("the quota of experiments is used up"),
  });
  const reason = expect.stringContaining("the quota of experiments is used up");
  const named = [{ runId: "", record: "experiment quota", reason }];
  expect(await store.refused()).toEqual(named);

  // It is not tried again by itself: not by this process, nor by a later one.
  await store.logBatch(runId, { tags: { later: "1" } });
  await store.flush();
  await store.close();
  const later = on.open();
  await later.flush();
  expect(creations).toBe(1);
  expect(await later.refused()).toEqual(named);

  on.before = () => {};
  await later.resendRefused();
  expect(await later.refused()).toEqual([]);
  expect((await on.onlyRun("quota")).metrics).toEqual({ m: 1 });
  await later.close();
});

test("changes of an experiment that the server refuses are named one by one, and keep no other back", async () => {
  let attempts = 0;
  const store = on.open();
  const experiment = await createTracker({ store }).setExperiment("changes");
  await experiment.setTags({ a: "1" });
  await store.flush();
  on.before = (call, [, given]) => {
    const refused = call === "renameExperiment" || JSON.stringify(given)?.includes('"b"');
    if (!refused) return;
    attempts++;
    throw refuse("not allowed");
  };
  await store.renameExperiment(experiment.experimentId, "renamed");
  await experiment.setTags({ b: "1", c: "1" });
  const error = await thrown(store.flush());
  expect(SyncPending.is(error) && error.details).toMatchObject({ waiting: 0, refused: 2 });
  expect((await store.refused()).map(({ record }) => record)).toEqual([
    "name of experiment renamed",
    "tag b of experiment renamed",
  ]);
  const before = attempts;
  await store.flush();
  expect(attempts).toBe(before);
  expect((await on.server.getExperimentByName("changes"))?.tags).toEqual({ a: "1", c: "1" });

  on.before = () => {};
  await store.resendRefused();
  expect(await store.refused()).toEqual([]);
  expect((await on.server.getExperimentByName("renamed"))?.tags).toEqual({ a: "1", b: "1", c: "1" });
  expect(await on.server.getExperimentByName("changes")).toBeUndefined();
  await store.close();
});

test("a version of no run that the server refuses is named, and is not tried again by itself", async () => {
  let attempts = 0;
  on.before = (call) => {
    if (call !== "createModelVersion") return;
    attempts++;
    throw refuse("no such source");
  };
  const store = on.open();
  await store.registry.createRegisteredModel("lr");
  const version = store.registry.createModelVersion({ name: "lr", source: "https://models.example/lr" });
  expect(SyncPending.is(await thrown(version))).toBe(true);
  await thrown(store.flush());
  await store.flush();
  expect(attempts).toBe(1);
  expect(await store.refused()).toMatchObject([{ runId: "", record: "version 1 of lr" }]);
  on.before = () => {};
  await store.resendRefused();
  expect(await store.refused()).toEqual([]);
  expect((await on.server.registry.getModelVersion("lr", "1")).source).toBe("https://models.example/lr");
  await store.close();
});
