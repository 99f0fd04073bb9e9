import { createHash } from "node:crypto";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createTracker, fileStore, ServerUnreachable, SyncPending, type TrackingStore } from "../index.js";
import { syncedScratch } from "../testing/synced-scratch.js";
import { thrown } from "../testing/thrown.js";
import { trackingStoreContract } from "../testing/tracking-store-contract.js";

const on = syncedScratch();

describe("with a reachable server it is a store like any other", () => {
  for (const { name, run } of trackingStoreContract(async () => on.open())) test(name, run);
});

describe("with an unreachable server", () => {
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
      await run.logArtifact(join(on.dir, "MLmodel"), "files");
      await run.logInput({ name: "imdb", digest: "v1", source: "x", context: "train" });
      const { version } = await run.logModel(join(on.dir, "bundle"), {
        name: "lr",
        registeredModelName: name,
      });
      expect(version).toBeUndefined();
      await experiment.startRun({ runName: "child", parentRunId: run.runId, tags: { child: "1" } }, () => {});
      return run.runId;
    });
  }

  async function check(name: string, steps = 2_500) {
    const there = await on.server.getExperimentByName(name);
    expect(there?.tags).toEqual({ team: "a" });
    const { items } = await on.server.searchRuns({
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
    const history = await on.server.getMetricHistory(run.info.runId, "loss");
    expect(history.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, step) => step));
    const owner = { runId: run.info.runId };
    expect(Buffer.from(await on.server.artifacts.read(owner, "deep/note.txt")).toString()).toBe("kept");
    expect(await on.server.artifacts.list(owner, "files")).toMatchObject([{ path: "files/MLmodel" }]);
    const version = await on.server.registry.getModelVersion(name, "1");
    const model = await on.server.getLoggedModel(version.modelId);
    expect([version.runId, model.sourceRunId, model.status]).toEqual([
      run.info.runId,
      run.info.runId,
      "READY",
    ]);
    expect(run.outputs).toEqual([{ modelId: model.modelId, step: 0 }]);
    const mlmodel = await on.server.artifacts.read({ modelId: model.modelId }, "MLmodel");
    const text = Buffer.from(mlmodel).toString();
    expect(text).toContain(`run_id: ${run.info.runId}\n`);
    expect(text).toContain(`artifact_path: "${model.artifactUri}"`);
    expect(text).not.toContain("local-");
    const manifest = await on.server.artifacts.read({ modelId: model.modelId }, "manifest.json");
    const { files } = JSON.parse(Buffer.from(manifest).toString());
    expect(files.MLmodel.sha256).toBe(createHash("sha256").update(mlmodel).digest("hex"));
    return run.info.runId;
  }

  test("a new experiment, run, model and version wait, and are sent when the server answers again", async () => {
    on.isUnreachable = true;
    const store = on.open();
    const local = await record(store, "offline");
    expect(SyncPending.is(await thrown(store.flush()))).toBe(true);
    // Until then the folder has everything.
    expect((await store.getRun(local)).metrics["loss"]).toBe(2_499);
    expect(await store.serverId(local)).toBeUndefined();
    on.isUnreachable = false;
    await store.flush();
    const runId = await check("offline");
    expect(await store.serverId(local)).toBe(runId);
    // The id of the folder still names the run, also in a store that is opened later.
    const later = on.open();
    const resumed = await createTracker({ store: later }).resumeRun(local);
    await resumed.logMetric("late", 1);
    await resumed.end();
    await later.flush();
    expect((await on.server.getRun(runId)).metrics["late"]).toBe(1);
    await store.close();
    await later.close();
  });

  test("the next process sends what a killed process left, and nothing twice", async () => {
    const first = on.open();
    on.isUnreachable = true;
    await record(first, "left");
    await on.abandon(first);
    on.isUnreachable = false;
    const sent: string[] = [];
    on.before = (call) => void sent.push(call);
    await on.open().close();
    await check("left");
    expect(sent.filter((call) => call === "createRun")).toHaveLength(2);
    sent.length = 0;
    await on.open().close();
    // When everything is sent, the server gets no further call.
    expect(sent.filter((call) => !["flush", "close"].includes(call))).toEqual([]);
  });

  test("a process that is killed after any call loses no record, and none is sent twice", async () => {
    on.isUnreachable = true;
    const writer = on.open();
    await record(writer, "dies", 1_200);
    await on.abandon(writer);
    await cp(join(on.dir, "mlruns"), join(on.dir, "written"), { recursive: true });
    for (let die = 1; ; die++) {
      for (const folder of ["mlruns", "server"])
        await rm(join(on.dir, folder), { recursive: true, force: true });
      await cp(join(on.dir, "written"), join(on.dir, "mlruns"), { recursive: true });
      on.server = fileStore(join(on.dir, "server"));
      // The server did the call, and its answer is lost.
      on.isUnreachable = false;
      let calls = 0;
      on.after = () => {
        if (++calls !== die) return;
        on.isUnreachable = true;
        throw ServerUnreachable.create({ method: "POST", url: "x", attempts: 1, reason: "answer lost" });
      };
      const sender = on.open();
      const whole = (await thrown(sender.flush())) === undefined;
      await thrown(sender.close());
      on.isUnreachable = false;
      on.after = () => {};
      await on.open().close();
      await check("dies", 1_200);
      expect(await on.linesOf("loss")).toHaveLength(1_200);
      if (!whole) continue;
      expect(die).toBeGreaterThan(20);
      break;
    }
  }, 300_000);

  test("with a server that fails in the middle of calls, no record is lost or sent twice", async () => {
    const store = on.open();
    const flip = setInterval(() => {
      on.isUnreachable = !on.isUnreachable;
      if (!on.isUnreachable) void store.flush().catch(() => {});
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
    on.isUnreachable = false;
    await store.close();
    const run = await on.onlyRun("flaky");
    expect(run.info.status).toBe("FINISHED");
    const history = await on.server.getMetricHistory(run.info.runId, "loss");
    expect(history.map(({ step }) => step)).toEqual(Array.from({ length: 400 }, (_, step) => step));
    expect(await on.server.artifacts.list({ runId: run.info.runId })).toHaveLength(4);
  });
});
