import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { saveSmallBundle } from "../../test/mlflow/bundle.js";
import {
  createTracker,
  type FileStore,
  fileStore,
  InvalidTrackedValue,
  ServerRefused,
  ServerUnreachable,
  type SyncedStore,
  SyncPending,
  type SyncProgress,
  syncedStore,
  type TrackingStore,
} from "../index.js";
import { thrown } from "../testing/thrown.js";
import { trackingStoreContract } from "../testing/tracking-store-contract.js";

let dir: string;
let behind: FileStore;
let away: boolean;
/** What the server does before a call; throws what it answers. */
let before: (call: string, args: readonly unknown[]) => void;
/** Called once the server has done a call; throws when its answer gets lost. */
let after: () => void;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "synced-"));
  behind = fileStore(join(dir, "server"));
  away = false;
  before = () => {};
  after = () => {};
  await writeFile(join(dir, "MLmodel"), "flavors:\n  imdb: {}\n");
  await saveSmallBundle(join(dir, "bundle"));
});

afterEach(() => rm(dir, { recursive: true, force: true }));

/** The store behind, as if a server stood between that can be away. */
function unreliable<T extends object>(target: T): T {
  return new Proxy(target, {
    get(_, name) {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value === "object" && value !== null) return unreliable(value);
      if (typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        if (name === "close") return Reflect.apply(value, target, args) as unknown;
        if (away)
          throw ServerUnreachable.create({ method: "POST", url: String(name), attempts: 1, reason: "test" });
        before(String(name), args);
        const answer: unknown = await Reflect.apply(value, target, args);
        after();
        return answer;
      };
    },
  });
}

/** A synced store, in a folder that all of one test share. */
const open = (onProgress?: (progress: SyncProgress) => void): SyncedStore =>
  syncedStore(join(dir, "mlruns"), unreliable(behind), { onProgress });

/** A store whose process is gone: it sends nothing any more, and has let go of nothing. */
async function abandon(store: SyncedStore): Promise<void> {
  const there = away;
  away = true;
  expect(SyncPending.is(await thrown(store.close()))).toBe(true);
  away = there;
}

/** The one run of the one experiment that the server has. */
async function onlyRun(name: string) {
  const there = await behind.getExperimentByName(name);
  const { items } = await behind.searchRuns({ experimentIds: [there!.experimentId] });
  expect(items).toHaveLength(1);
  return items[0]!;
}

describe("with its server there it is a store like any other", () => {
  for (const { name, run } of trackingStoreContract(async () => open())) test(name, run);
});

describe("with its server away", () => {
  /** Everything a run can record. */
  async function record(store: TrackingStore, name: string, steps = 2_500) {
    const experiment = await createTracker({ store }).setExperiment(name);
    await experiment.setTags({ team: "a" });
    return experiment.startRun({ runName: "offline", description: "on a train" }, async (run) => {
      await run.logParams({ C: 1 });
      for (let step = 0; step < steps; step++) await run.logMetric("loss", step, { step, timestamp: step });
      await run.logMetrics({ nan: Number.NaN, inf: Number.POSITIVE_INFINITY });
      await run.setTags({ a: "1", b: "1" });
      await run.setTag("a", "2");
      await run.deleteTag("b");
      await run.logText("kept", "deep/note.txt");
      await run.logArtifact(join(dir, "MLmodel"), "files");
      await run.logInput({ name: "imdb", digest: "v1", source: "x", context: "train" });
      const { version } = await run.logModel(join(dir, "bundle"), { name: "lr", registeredModelName: name });
      expect(version).toBeUndefined();
      await experiment.startRun({ runName: "child", parentRunId: run.runId, tags: { child: "1" } }, () => {});
      return run.runId;
    });
  }

  async function check(name: string, steps = 2_500) {
    const there = await behind.getExperimentByName(name);
    expect(there?.tags).toEqual({ team: "a" });
    const { items } = await behind.searchRuns({
      experimentIds: [there!.experimentId],
      orderBy: ["run_name"],
    });
    expect(items.map((run) => run.info.runName)).toEqual(["child", "offline"]);
    const [child, run] = [items[0]!, items[1]!];
    expect(run.info).toMatchObject({ status: "FINISHED", lifecycleStage: "active" });
    expect(run.params).toEqual({ C: "1" });
    expect(run.metrics).toEqual({ loss: steps - 1, nan: Number.NaN, inf: Number.POSITIVE_INFINITY });
    expect(run.tags).toMatchObject({ a: "2", "mlflow.note.content": "on a train" });
    expect(run.tags["b"]).toBeUndefined();
    expect(run.inputs).toMatchObject([{ name: "imdb", digest: "v1" }]);
    expect(child.tags["mlflow.parentRunId"]).toBe(run.info.runId);
    const history = await behind.getMetricHistory(run.info.runId, "loss");
    expect(history.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, step) => step));
    const owner = { runId: run.info.runId };
    expect(Buffer.from(await behind.artifacts.read(owner, "deep/note.txt")).toString()).toBe("kept");
    expect(await behind.artifacts.list(owner, "files")).toMatchObject([{ path: "files/MLmodel" }]);
    const version = await behind.registry.getModelVersion(name, "1");
    const model = await behind.getLoggedModel(version.modelId);
    expect([version.runId, model.sourceRunId, model.status]).toEqual([
      run.info.runId,
      run.info.runId,
      "READY",
    ]);
    expect(run.outputs).toEqual([{ modelId: model.modelId, step: 0 }]);
    const mlmodel = await behind.artifacts.read({ modelId: model.modelId }, "MLmodel");
    const text = Buffer.from(mlmodel).toString();
    expect(text).toContain(`run_id: ${run.info.runId}\n`);
    expect(text).toContain(`artifact_path: "${model.artifactUri}"`);
    expect(text).not.toContain("local-");
    const manifest = await behind.artifacts.read({ modelId: model.modelId }, "manifest.json");
    const { files } = JSON.parse(Buffer.from(manifest).toString());
    expect(files.MLmodel.sha256).toBe(createHash("sha256").update(mlmodel).digest("hex"));
    return run.info.runId;
  }

  test("a new experiment, run, model and version wait whole, and are delivered when it is back", async () => {
    away = true;
    const store = open();
    const local = await record(store, "offline");
    expect(SyncPending.is(await thrown(store.flush()))).toBe(true);
    // The folder has everything meanwhile.
    expect((await store.getRun(local)).metrics["loss"]).toBe(2_499);
    expect(await store.serverId(local)).toBeUndefined();
    away = false;
    await store.flush();
    const runId = await check("offline");
    expect(await store.serverId(local)).toBe(runId);
    // Our id goes on to mean the run: here, and in a store opened later.
    const later = open();
    const resumed = await createTracker({ store: later }).resumeRun(local);
    await resumed.logMetric("late", 1);
    await resumed.end();
    await later.flush();
    expect((await behind.getRun(runId)).metrics["late"]).toBe(1);
    await store.close();
    await later.close();
  });

  test("what a process left that is gone, the next one sends, and nothing twice", async () => {
    const first = open();
    away = true;
    await record(first, "left");
    await abandon(first);
    away = false;
    const sent: string[] = [];
    before = (call) => void sent.push(call);
    await open().close();
    await check("left");
    expect(sent.filter((call) => call === "createRun")).toHaveLength(2);
    sent.length = 0;
    await open().close();
    // A folder of which everything is there costs its server nothing.
    expect(sent.filter((call) => !["flush", "close"].includes(call))).toEqual([]);
  });

  test("a process that dies after any call loses nothing and doubles nothing", async () => {
    away = true;
    const writer = open();
    await record(writer, "dies", 1_200);
    await abandon(writer);
    await cp(join(dir, "mlruns"), join(dir, "written"), { recursive: true });
    for (let die = 1; ; die++) {
      for (const folder of ["mlruns", "server"])
        await rm(join(dir, folder), { recursive: true, force: true });
      await cp(join(dir, "written"), join(dir, "mlruns"), { recursive: true });
      behind = fileStore(join(dir, "server"));
      // The server has done the call, and its answer is lost with the process.
      away = false;
      let calls = 0;
      after = () => {
        if (++calls !== die) return;
        away = true;
        throw ServerUnreachable.create({ method: "POST", url: "x", attempts: 1, reason: "answer lost" });
      };
      const sender = open();
      const whole = (await thrown(sender.flush())) === undefined;
      await thrown(sender.close());
      away = false;
      after = () => {};
      await open().close();
      await check("dies", 1_200);
      expect(await linesOf(behind, "loss")).toHaveLength(1_200);
      if (!whole) continue;
      expect(die).toBeGreaterThan(20);
      break;
    }
  }, 300_000);

  test("it goes away in the middle of every call, and comes back: nothing lost, nothing doubled", async () => {
    const store = open();
    const flip = setInterval(() => {
      away = !away;
      if (!away) void store.flush().catch(() => {});
    }, 3);
    try {
      const experiment = await createTracker({ store }).setExperiment("flaky");
      await experiment.startRun({ runName: "flaky" }, async (run) => {
        for (let step = 0; step < 400; step++) {
          await run.logMetric("loss", step, { step, timestamp: step });
          if (step % 100 === 0) await run.logText(String(step), `${step}.txt`);
          if (step % 20 === 0) await new Promise((done) => setTimeout(done, 2));
        }
      });
    } finally {
      clearInterval(flip);
    }
    away = false;
    await store.close();
    const run = await onlyRun("flaky");
    expect(run.info.status).toBe("FINISHED");
    const history = await behind.getMetricHistory(run.info.runId, "loss");
    expect(history.map(({ step }) => step)).toEqual(Array.from({ length: 400 }, (_, step) => step));
    expect(await behind.artifacts.list({ runId: run.info.runId })).toHaveLength(4);
  });

  /** Refuses a call, as a server does. */
  const refuse = (reason: string) =>
    InvalidTrackedValue.create({ what: "record", key: "it", problem: reason });

  test("what is wrong with one record does not cost the ones it is sent with", async () => {
    before = (call, [, batch]) => {
      const { metrics = [] } = (call === "logBatch" ? batch : {}) as { metrics?: { key: string }[] };
      if (metrics.some(({ key }) => key === "bad")) throw refuse("no such metric");
    };
    const store = open();
    const experiment = await createTracker({ store }).setExperiment("refused");
    const run = await experiment.startRun();
    away = true;
    await run.logParam("C", 1);
    await run.logMetric("before", 1);
    await run.logMetric("bad", 1);
    await run.logMetric("after", 1);
    await run.end();
    away = false;
    const error = await thrown(store.close());
    expect(SyncPending.is(error) && error.details).toMatchObject({ waiting: 0, refused: 1 });
    const { params, metrics, info } = await onlyRun("refused");
    expect([params, metrics, info.status]).toEqual([{ C: "1" }, { after: 1, before: 1 }, "FINISHED"]);

    // It is named, by later processes as well, is not tried again by itself, and goes when it is asked for.
    const later = open();
    expect(await later.refused()).toEqual([
      { runId: run.runId, record: "metric bad (step 0)", reason: expect.stringContaining("no such metric") },
    ]);
    await later.flush();
    before = () => {};
    await later.resendRefused();
    expect(await later.refused()).toEqual([]);
    expect((await onlyRun("refused")).metrics).toEqual({ after: 1, bad: 1, before: 1 });
    expect(await linesOf(behind, "after")).toHaveLength(1);
    await later.close();
  });

  test("a version that the server refuses is named, and keeps no other back", async () => {
    before = (call) => {
      if (call === "createModelVersion") throw refuse("no such model");
    };
    const store = open();
    const experiment = await createTracker({ store }).setExperiment("versions");
    const run = await experiment.startRun();
    const model = { name: "lr", registeredModelName: "lr" };
    expect(SyncPending.is(await thrown(run.logModel(join(dir, "bundle"), model)))).toBe(true);
    await run.end();
    expect(SyncPending.is(await thrown(store.flush()))).toBe(true);
    await store.flush();
    expect(await store.refused()).toMatchObject([{ runId: run.runId, record: "version 1 of lr" }]);
    before = () => {};
    await store.resendRefused();
    const { runId } = await store.registry.getModelVersion("lr", "1");
    expect(runId).toBe(run.runId);
    expect((await onlyRun("versions")).outputs).toHaveLength(1);
    await store.close();
  });

  test("hostile keys are sent like any other", async () => {
    const store = open();
    const experiment = await createTracker({ store }).setExperiment("hostile");
    await experiment.startRun({}, async (run) => {
      await run.logMetric("__proto__", 1);
      await run.logParams(JSON.parse('{"__proto__": "p", "constructor": "c"}'));
      await run.setTags(JSON.parse('{"__proto__": "t"}'));
      await run.logText("x", "__proto__");
    });
    await store.close();
    const { metrics, params, tags, info } = await onlyRun("hostile");
    expect(Object.entries(metrics)).toEqual([["__proto__", 1]]);
    expect(Object.entries(params)).toEqual([
      ["__proto__", "p"],
      ["constructor", "c"],
    ]);
    expect(Object.getOwnPropertyDescriptor(tags, "__proto__")?.value).toBe("t");
    expect(await behind.artifacts.list({ runId: info.runId })).toMatchObject([{ path: "__proto__" }]);
  });

  test("one record that the server cannot take now holds up nothing else", async () => {
    before = (call, [, path]) => {
      if (call === "putFile" && path === "poison.txt") {
        throw ServerUnreachable.create({ method: "PUT", url: "x", attempts: 1, reason: "status 500" });
      }
    };
    const store = open();
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
    expect((await behind.getRun(id)).info.status).toBe("FINISHED");
    expect(await behind.artifacts.list({ runId: id })).toMatchObject([{ path: "sound.txt" }]);
    before = () => {};
    await store.close();
    expect(await behind.artifacts.list({ runId: id })).toHaveLength(2);
  });

  test.each([404, 400, 405, 413])("a proxy's page of status %i refuses nothing", async (status) => {
    let standsIn = true;
    before = () => {
      const page = { method: "POST", url: "x", status, errorCode: "", reason: "<html>" };
      if (standsIn) throw ServerRefused.create(page);
    };
    const store = open();
    await (await createTracker({ store }).setExperiment("proxy")).startRun({}, (run) =>
      run.logMetric("m", 1),
    );
    const error = await thrown(store.flush());
    expect(SyncPending.is(error) && error.details.refused).toBe(0);
    standsIn = false;
    await store.close();
    expect((await onlyRun("proxy")).metrics).toEqual({ m: 1 });
  });

  test("a run that the server refuses takes what belongs to it along, and says why", async () => {
    const store = open();
    const tracker = createTracker({ store });
    const experiment = await tracker.setExperiment("gone");
    await store.flush();
    away = true;
    const run = await experiment.startRun();
    await run.logMetric("loss", 1);
    await run.end();
    away = false;
    await behind.deleteExperiment((await store.serverId(experiment.experimentId))!);
    const error = await thrown(store.flush());
    expect(SyncPending.is(error) && error.details).toMatchObject({ waiting: 0, refused: 1 });
    expect(await store.refused()).toMatchObject([{ runId: run.runId, record: "run" }]);
    expect(await store.serverId(run.runId)).toBeUndefined();
    await store.close();
  });

  test("changes of what is there are sent: tags, names, deletion, and back", async () => {
    const store = open();
    const tracker = createTracker({ store });
    const experiment = await tracker.setExperiment("changes");
    const { runId } = await experiment.startRun({ tags: { a: "1", b: "1" } }, (run) => run);
    await store.flush();
    const copy = (await store.serverId(runId))!;
    await behind.logBatch(copy, { tags: { theirs: "note", b: "theirs" } });
    await store.logBatch(runId, { tags: { a: "2" } });
    await store.updateRun(runId, { runName: "renamed" });
    await store.renameExperiment(experiment.experimentId, "changed");
    await store.flush();
    const { info, tags } = await behind.getRun(copy);
    // What somebody else wrote there stays, unless it was changed here since.
    expect([tags["a"], tags["b"], tags["theirs"], info.runName]).toEqual(["2", "theirs", "note", "renamed"]);
    expect((await behind.getExperiment(info.experimentId)).name).toBe("changed");
    await store.deleteTag(runId, "a");
    await store.deleteRun(runId);
    await store.flush();
    expect((await behind.getRun(copy)).tags["a"]).toBeUndefined();
    expect((await behind.getRun(copy)).info.lifecycleStage).toBe("deleted");
    await store.restoreRun(runId);
    await store.deleteExperiment(experiment.experimentId);
    await store.flush();
    expect((await behind.getExperiment(info.experimentId)).lifecycleStage).toBe("deleted");
    await store.restoreExperiment(experiment.experimentId);
    await store.close();
    expect((await behind.getRun(copy)).info.lifecycleStage).toBe("active");
  });

  test("an artifact with a new content of the same size is sent again", async () => {
    const store = open();
    const experiment = await createTracker({ store }).setExperiment("content");
    const run = await experiment.startRun();
    await run.logText('{"accuracy":0.91}', "m.json");
    await store.flush();
    await run.logText('{"accuracy":0.19}', "m.json");
    await run.end();
    await store.close();
    const owner = { runId: (await onlyRun("content")).info.runId };
    expect(Buffer.from(await behind.artifacts.read(owner, "m.json")).toString()).toBe('{"accuracy":0.19}');
  });

  test("it is sent by itself, progress and problems are told", async () => {
    const told: SyncProgress[] = [];
    away = true;
    const store = open((progress) => void told.push(progress));
    const experiment = await createTracker({ store }).setExperiment("by itself");
    await experiment.startRun({}, (run) => run.logMetric("m", 1));
    await expect.poll(() => told.length, { timeout: 5_000 }).toBeGreaterThan(0);
    expect(told[0]).toMatchObject({ runs: 0, metrics: 0, waiting: expect.any(Number) });
    expect(ServerUnreachable.is(told[0]?.problem)).toBe(true);
    away = false;
    await expect.poll(() => told.at(-1)?.metrics, { timeout: 10_000 }).toBe(1);
    expect(told.at(-1)).toMatchObject({ runs: 1, waiting: 0, refused: [], problem: undefined });
    expect((await onlyRun("by itself")).metrics).toEqual({ m: 1 });
    await store.close();
  });

  test("what a callback throws is told by flush", async () => {
    const boom = new Error("boom");
    const store = open(() => {
      throw boom;
    });
    await (await createTracker({ store }).setExperiment("boom")).startRun({}, () => {});
    expect(await thrown(store.flush())).toBe(boom);
    await store.close();
  });

  test("two stores of one folder send in turn: nothing lost, nothing doubled", async () => {
    const [a, b] = [open(), open()];
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
    const run = await onlyRun("two");
    const history = await behind.getMetricHistory(run.info.runId, "loss");
    expect(history.map(({ step }) => step)).toEqual(Array.from({ length: 600 }, (_, step) => step));
    expect(await linesOf(behind, "loss")).toHaveLength(600);
  });

  test("a lease of a process that has ended, or of a machine that fell silent, is taken over", async () => {
    const lock = join(dir, "mlruns", (await lockName()) as string);
    for (const owner of [`${hostname()}-999999999-1`, "another-host-12-34"]) {
      await writeFile(lock, owner);
      if (owner.startsWith("another")) {
        const longAgo = new Date(Date.now() - 3_600_000);
        await utimes(lock, longAgo, longAgo);
      }
      const store = open();
      await (await createTracker({ store }).setExperiment("lease")).startRun({}, (run) =>
        run.logMetric("m", 1),
      );
      await store.close();
    }
    const there = await behind.getExperimentByName("lease");
    expect((await behind.searchRuns({ experimentIds: [there!.experimentId] })).items).toHaveLength(2);
  });

  /** The name of the lock in a folder, seen while a pass runs. */
  async function lockName(): Promise<string | undefined> {
    const store = open();
    let name: string | undefined;
    before = () => {
      name ??= readdirSync(join(dir, "mlruns")).find((entry) => entry.endsWith(".lock"));
    };
    await (await createTracker({ store }).setExperiment("name")).startRun({}, () => {});
    await store.close();
    before = () => {};
    return name;
  }

  test("MLflow's own records in the folder are sent, once", async () => {
    const store = open();
    const experiment = await createTracker({ store }).setExperiment("foreign");
    const run = await experiment.startRun({}, async (run) => {
      await run.logMetric("ours", 1, { timestamp: 1 });
      return run;
    });
    await store.flush();
    const metrics = join(dir, "mlruns", experiment.experimentId, run.runId, "metrics");
    await writeFile(join(metrics, "theirs"), "5 0.5 0\n");
    await store.logBatch(run.runId, { tags: { touched: "1" } });
    await store.flush();
    await writeFile(join(metrics, "theirs"), "5 0.5 0\n6 0.75 1\n");
    await store.logBatch(run.runId, { tags: { touched: "2" } });
    await store.close();
    expect((await onlyRun("foreign")).metrics).toEqual({ ours: 1, theirs: 0.75 });
    expect(await linesOf(behind, "theirs")).toEqual(["5 0.5 0 theirs", "6 0.75 1 theirs"]);
  });
});

/** The lines of a metric in the journals of every run of a store: a record that came twice stands there twice. */
async function linesOf(store: FileStore, key: string): Promise<string[]> {
  const lines: string[] = [];
  for (const { experimentId } of await store.listExperiments()) {
    for (const { info } of (await store.searchRuns({ experimentIds: [experimentId] })).items) {
      const folder = new URL(`${info.artifactUri}/../.journal/`);
      for (const name of await readdir(folder)) {
        if (!name.endsWith(".log")) continue;
        const text = await readFile(new URL(name, folder), "utf8");
        lines.push(...text.split("\n").filter((line) => line.endsWith(` ${key}`)));
      }
    }
  }
  return lines;
}
