import { createHash } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { saveSmallBundle } from "../../test/mlflow/bundle.js";
import {
  createTracker,
  type FileStore,
  fileStore,
  OutboxPending,
  OutboxRefused,
  ServerUnreachable,
  type TrackingStore,
} from "../index.js";
import { trackingStoreContract } from "../store/tracking-store-contract.js";
import { thrown } from "../testing/thrown.js";
import { withOutbox } from "./with-outbox.js";

let dir: string;
let behind: FileStore;
let away: boolean;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "outbox-"));
  behind = fileStore(join(dir, "server"));
  away = false;
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
        if (away)
          throw ServerUnreachable.create({ method: "POST", url: String(name), attempts: 1, reason: "test" });
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });
}

const open = (folder = "outbox"): TrackingStore =>
  withOutbox(unreliable(behind), unreliable(behind), join(dir, folder));

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
  async function record(store: TrackingStore, name: string) {
    const experiment = await createTracker({ store }).setExperiment(name);
    await experiment.setTags({ team: "a" });
    return experiment.startRun({ runName: "offline", description: "on a train" }, async (run) => {
      await run.logParams({ C: 1 });
      for (let step = 0; step < 2_500; step++) await run.logMetric("loss", step, { step, timestamp: step });
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

  async function check(name: string) {
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
    expect(run.metrics).toEqual({ loss: 2_499, nan: Number.NaN, inf: Number.POSITIVE_INFINITY });
    expect(run.tags).toMatchObject({ a: "2", "mlflow.note.content": "on a train" });
    expect(run.tags["b"]).toBeUndefined();
    expect(run.inputs).toMatchObject([{ name: "imdb", digest: "v1" }]);
    expect(child.tags["mlflow.parentRunId"]).toBe(run.info.runId);
    const history = await behind.getMetricHistory(run.info.runId, "loss");
    expect(history.map(({ step }) => step)).toEqual(Array.from({ length: 2_500 }, (_, step) => step));
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
    expect(OutboxPending.is(await thrown(store.flush()))).toBe(true);
    expect(OutboxPending.is(await thrown(store.getRun(local)))).toBe(true);
    away = false;
    await store.flush();
    const runId = await check("offline");
    // Our id goes on to mean the run: here, and in a store opened later.
    expect((await store.getRun(local)).info.runId).toBe(runId);
    const later = open();
    const resumed = await createTracker({ store: later }).resumeRun(local);
    await resumed.logMetric("late", 1);
    await resumed.end();
    expect((await behind.getRun(runId)).metrics["late"]).toBe(1);
    expect(await readdir(join(dir, "outbox"))).toEqual(["ids.ndjson"]);
    await store.close();
    await later.close();
  });

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

  test("what is wrong with one record does not cost the ones it is sent with", async () => {
    const store = open();
    const experiment = await createTracker({ store }).setExperiment("refused");
    const run = await experiment.startRun();
    away = true;
    await run.logParam("C", 1);
    await run.logMetric("before", 1);
    await run.logMetric("before/below", 1);
    await run.logMetric("after", 1);
    await run.end();
    away = false;
    const error = await thrown(store.close());
    expect(OutboxPending.is(error) && error.details).toMatchObject({ waiting: 0, refused: 1 });
    const { params, metrics, info } = await onlyRun("refused");
    expect([params, metrics, info.status]).toEqual([{ C: "1" }, { after: 1, before: 1 }, "FINISHED"]);
    const [refused] = (await readdir(join(dir, "outbox"))).filter((name) => name.endsWith(".refused"));
    expect(await readFile(join(dir, "outbox", refused!), "utf8")).toContain("before/below");
  });

  test("a run that the server refuses takes what belongs to it along, and says why", async () => {
    const store = open();
    const tracker = createTracker({ store });
    const experiment = await tracker.setExperiment("gone");
    away = true;
    const run = await experiment.startRun();
    await run.logMetric("loss", 1);
    await run.end();
    away = false;
    await behind.deleteExperiment(experiment.experimentId);
    const error = await thrown(store.flush());
    expect(OutboxPending.is(error) && error.details).toMatchObject({ waiting: 0, refused: 3 });
    expect(OutboxRefused.is(await thrown(store.getRun(run.runId)))).toBe(true);
    await store.close();
  });

  test("what a silent machine left is taken over, what a busy one holds is not", async () => {
    away = true;
    const store = open();
    await record(store, "elsewhere");
    expect(OutboxPending.is(await thrown(store.close()))).toBe(true);
    const folder = join(dir, "outbox");
    const [lines] = (await readdir(folder)).filter((name) => name.endsWith(".ndjson"));
    const other = join(dir, "other");
    await cp(folder, other, { recursive: true });
    const elsewhere = join(other, "another-host-12-34-abcdef01.ndjson");
    await rename(join(other, lines!), elsewhere);
    away = false;
    await open("other").close();
    expect(await behind.getExperimentByName("elsewhere")).toBeUndefined();
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(elsewhere, longAgo, longAgo);
    await open("other").close();
    await check("elsewhere");
  });
});
