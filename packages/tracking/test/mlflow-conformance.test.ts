import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  createTracker,
  fileStore,
  restStore,
  SyncPending,
  syncedStore,
  syncRuns,
  type TrackingStore,
} from "../src/index.js";
import { trackingStoreContract } from "../src/testing/tracking-store-contract.js";
import { againstServer, LONG } from "./mlflow/against-server.js";
import { attempt, HOSTILE, withoutOurs } from "./mlflow/hostile.js";
import { expectedModel, expectedRegistry, expectedRun, logEverything } from "./mlflow/log-everything.js";
import { readTheirs, type Theirs } from "./mlflow/read-theirs.js";
import { mlflowPython } from "./mlflow/server.js";

const interpreter = mlflowPython(3, "tracking against a real MLflow server");

describe.skipIf(!interpreter)("against a real MLflow server", { timeout: LONG }, () => {
  const on = againstServer(interpreter);

  for (const { name, run } of trackingStoreContract(async () => restStore(on.server.url))) test(name, run);

  test("what we log, MLflow's Python client reads", async () => {
    const name = "ours on the server";
    const { runId, deletedId, restoredId } = await logEverything(restStore(on.server.url), name, on.dir);
    expect(await on.peer.call("read_run", on.server.url, runId)).toMatchObject(expectedRun(name));
    const model = { ...expectedModel, registered: expectedRegistry };
    expect(await on.peer.call("read_model", on.server.url, runId, name)).toMatchObject(model);
    const stages = await on.peer.call("states", on.server.url, [runId, deletedId, restoredId]);
    expect(stages).toEqual(["active", "deleted", "active"]);
  });

  test("what MLflow's Python client logs, we read", async () => {
    const made = await on.peer.call<Theirs>("write_run", on.server.url, "theirs on the server");
    await readTheirs(restStore(on.server.url), "theirs on the server", made);
  });

  test("a filter finds the same runs as in MLflow, and a wrong one is refused by both", async () => {
    const store = restStore(on.server.url);
    const local = fileStore(join(on.dir, "filters"));
    const filters = [
      "metrics.acc > 0.5 AND params.solver = 'lbfgs'",
      "metrics.`val acc` <= 0.25",
      "params.C != '1'",
      "params.solver LIKE 'l%' AND tags.stage ILIKE 'DEV'",
      "tags.stage = 'none'",
      "params.only IS NULL",
      "params.only IS NOT NULL",
      "attributes.run_name IN ('b', 'c')",
      "attributes.run_id IN ('b', 'c')",
      "attributes.status != 'FINISHED'",
      "run_name LIKE '_'",
      "dataset.name = 'imdb' AND dataset.context = 'train'",
      "metrics.acc >",
      "metrics.acc = 'x'",
      "params.C > '1'",
      "nothing.acc = 1",
      "metrics.acc > 0.5 OR metrics.acc < 0.1",
    ];
    for (const into of [store, local]) {
      const experiment = await createTracker({ store: into }).setExperiment("filters");
      for (const [i, runName] of ["a", "b", "c"].entries()) {
        const work = experiment.startRun(
          { runName, tags: { stage: i < 2 ? "dev" : "prod" } },
          async (run) => {
            await run.logParams({
              C: i,
              solver: i === 1 ? "lbfgs" : "liblinear",
              ...(i === 2 && { only: "c" }),
            });
            await run.logMetrics({ acc: 0.4 + i / 5, "val acc": i / 4 });
            if (i === 0) await run.logInput({ name: "imdb", digest: "1", source: "x", context: "train" });
            if (i === 2) throw new Error("a run that fails");
          },
        );
        await work.catch(() => {});
      }
    }
    const theirs = await on.peer.call<(string[] | string)[]>("search", on.server.url, "filters", filters);
    expect(theirs.filter((found) => typeof found === "string")).toHaveLength(6);
    for (const from of [store, local]) {
      const experiment = await createTracker({ store: from }).setExperiment("filters");
      for (const [i, filter] of filters.entries()) {
        const ours = await experiment.searchRuns({ filter }).then(
          ({ items }) => items.map((run) => run.info.runName).sort(),
          () => "INVALID_PARAMETER_VALUE",
        );
        expect([filter, ours]).toEqual([filter, theirs[i]]);
      }
    }
  });

  test("unusual names and values: this library accepts and refuses the same ones as MLflow", async () => {
    const experiment = await createTracker({ store: restStore(on.server.url) }).setExperiment("hostile");
    const [ours, theirs] = [await experiment.startRun(), await experiment.startRun()];
    const answers = await on.peer.call<string[]>("attempt", on.server.url, theirs.runId, HOSTILE);
    for (const [i, call] of HOSTILE.entries()) {
      expect([call, await attempt(ours, call)]).toEqual([call, answers[i]]);
    }
    expect(await on.peer.call("attempt", on.server.url, "f".repeat(32), [["log_param", ["a", "b"]]])).toEqual(
      ["RESOURCE_DOES_NOT_EXIST"],
    );
    const kept = await on.peer.call("read_keys", on.server.url, ours.runId);
    const there = await on.peer.call("read_keys", on.server.url, theirs.runId);
    expect(withoutOurs(kept)).toEqual(withoutOurs(there));
  });

  test("what we sync from a local store, MLflow's Python client reads", async () => {
    const name = "ours, synced";
    const local = fileStore(join(on.dir, "to-sync"));
    const { runId } = await logEverything(local, name, on.dir);
    const remote = restStore(on.server.url);
    const { runs } = await syncRuns(local, remote);
    const copy = runs.get(runId)!;
    expect(await on.peer.call("read_run", on.server.url, copy)).toMatchObject(expectedRun(name));
    const { ids: _ofTheirRun, ...model } = expectedModel;
    expect(await on.peer.call("read_model", on.server.url, copy, null)).toMatchObject(model);
    expect(await syncRuns(local, remote)).toMatchObject({ metrics: 0, artifacts: 0, models: 0 });
  });

  test("what a synced store logs, MLflow's Python client reads on the server", async () => {
    const name = "ours, through a folder";
    const store = syncedStore(join(on.dir, "synced"), restStore(on.server.url));
    const { runId, deletedId, restoredId } = await logEverything(store, name, on.dir);
    await store.flush();
    const ids = await Promise.all([runId, deletedId, restoredId].map((id) => store.serverId(id)));
    expect(await on.peer.call("read_run", on.server.url, ids[0])).toMatchObject(expectedRun(name));
    const model = { ...expectedModel, registered: expectedRegistry };
    expect(await on.peer.call("read_model", on.server.url, ids[0], name)).toMatchObject(model);
    expect(await on.peer.call("states", on.server.url, ids)).toEqual(["active", "deleted", "active"]);
    await store.close();
  });

  test("a server that is killed and restarted during a run: no record is lost or sent twice", async () => {
    const store = syncedStore(join(on.dir, "mlruns"), restStore(on.server.url, { backoffMs: 20 }));
    const tracker = createTracker({ store });
    const experiment = await tracker.setExperiment("outage");
    const run = await experiment.startRun({ runName: "through an outage" });
    const log = async (first: number, last: number) => {
      for (let step = first; step < last; step++) await run.logMetrics({ loss: step }, { step });
    };
    await log(0, 20);
    await store.flush();
    const logging = log(20, 200);
    await on.server.stop("SIGKILL");
    await logging;
    await run.logParams({ during: "outage" });
    await run.logText("kept", "outage.txt");
    await run.end();

    // A whole run during the outage, in an experiment that the server does not have.
    const { runId: local } = await logOffline(store, "begun in the outage");
    await expect(tracker.flush()).rejects.toMatchObject({ code: SyncPending.code });

    await on.restart();
    await tracker.close();
    const fresh = restStore(on.server.url);
    const copy = (await store.serverId(run.runId))!;
    const read = await fresh.getRun(copy);
    expect([read.info.status, read.params["during"]]).toEqual(["FINISHED", "outage"]);
    const history = await on.peer.call<number[][]>("history", on.server.url, copy, "loss");
    expect(history.map(([step]) => step)).toEqual(Array.from({ length: 200 }, (_, step) => step));
    const text = await fresh.artifacts.read({ runId: copy }, "outage.txt");
    expect(Buffer.from(text).toString()).toBe("kept");

    const delivered = (await store.serverId(local))!;
    expect(await on.peer.call("read_run", on.server.url, delivered)).toMatchObject({
      info: ["FINISHED", "offline", expect.any(String), "active"],
      text: "hello",
      loss: [[0, 5, 1]],
    });
    const { ids: _inTheModel, ...model } = expectedModel;
    expect(await on.peer.call("read_model", on.server.url, delivered, null)).toMatchObject({
      ...model,
      params: {},
      metrics: [["of the model", 0.75, 3]],
    });
    const versions = await fresh.registry.listModelVersions("begun in the outage");
    expect(versions.map((version) => [version.version, version.runId])).toEqual([["1", delivered]]);
  });

  /** A run as `read_run` and `read_model` can read it. */
  function logOffline(store: TrackingStore, name: string): Promise<{ runId: string }> {
    return createTracker({ store })
      .setExperiment(name)
      .then((experiment) =>
        experiment.startRun({ runName: "offline" }, async (run) => {
          await run.logMetric("loss", 1, { step: 0, timestamp: 5 });
          await run.logMetrics({ nan: Number.NaN });
          await run.logMetric("of the model", 0.75, { step: 3 });
          await run.logText("hello", "deep/größe.txt");
          await run.logText("<svg/>", "plots/curve.svg");
          await run.logDict({}, "config.json");
          await run.logInput({ name: "imdb", digest: "1", source: "x", context: "train" });
          const tags = { kind: "linear" };
          const inputExample = ["a good film"];
          const options = { name: "senti", registeredModelName: name, tags, inputExample, step: 3 };
          await run.logModel(join(on.dir, "bundle"), options);
          return run;
        }),
      );
  }
});
