import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createTracker, fileStore, lineage, restStore, syncedStore, syncRuns } from "../src/index.js";
import { trackingStoreContract } from "../src/testing/tracking-store-contract.js";
import { againstServer, LONG } from "./mlflow/against-server.js";
import { expectedRun, logEverything } from "./mlflow/log-everything.js";
import { mlflowPython } from "./mlflow/server.js";

// A server before MLflow 3 has no logged models: a logged model must be a model in the run's artifacts there.

const interpreter = mlflowPython(2, "tracking against a real MLflow 2 server");

describe.skipIf(!interpreter)("against a real MLflow 2 server", { timeout: LONG }, () => {
  const on = againstServer(interpreter);

  for (const { name, run } of trackingStoreContract(async () => restStore(on.server.url))) test(name, run);

  const model = {
    files: ["MLmodel", "input_example.json", "manifest.json", "model.safetensors", "reference.json"],
    by_alias: true,
    flavors: ["imdb"],
    inputs: ["text"],
    run: true,
    history: [["senti", true, true]],
    champion: ["1", true, "READY"],
  };

  test("what we log, the Python client of MLflow 2 reads: runs, models, registry", async () => {
    const name = "ours on an old server";
    const store = restStore(on.server.url);
    const { runId } = await logEverything(store, name, on.dir);
    const { artifacts, dataset, ...run } = expectedRun(name);
    // Of two datasets of one name and digest such a server keeps the first, whatever the experiment.
    const { source: _source, profile: _profile, ...known } = dataset;
    const withModel = { ...run, dataset: known, artifacts: [...artifacts, ["senti", true]] };
    expect(await on.peer.call("read_run", on.server.url, runId)).toMatchObject(withModel);
    expect(await on.peer.call("read_run_model", on.server.url, runId, name)).toEqual(model);
    const from = await lineage(store, name, { alias: "champion" });
    expect([from.run?.info.runId, from.model?.name, from.model?.status]).toEqual([runId, "senti", "READY"]);
  });

  test("an outage, and a sync from a folder, end in the same model", async () => {
    const name = "synced to an old server";
    const local = fileStore(join(on.dir, "to-sync"));
    const { runId } = await logEverything(local, name, on.dir);
    const remote = restStore(on.server.url);
    const { runs } = await syncRuns(local, remote);
    const copy = await remote.getRun(runs.get(runId)!);
    const { modelId } = copy.outputs[0]!;
    expect(await remote.getLoggedModel(modelId)).toMatchObject({ name: "senti", params: { C: "10" } });

    const store = syncedStore(join(on.dir, "mlruns"), restStore(on.server.url, { backoffMs: 20 }));
    const tracker = createTracker({ store });
    const experiment = await tracker.setExperiment("old and away");
    await on.server.stop("SIGKILL");
    const run = await experiment.startRun({ runName: "offline" });
    const { modelUri } = await run.logModel(join(on.dir, "bundle"), {
      name: "senti",
      registeredModelName: "offline",
      inputExample: ["a good film"],
    });
    expect(modelUri).toMatch(/^models:\/m-/);
    await run.end();
    await on.restart();
    await tracker.close();
    const delivered = (await store.serverId(run.runId))!;
    await restStore(on.server.url).registry.setAlias("offline", "champion", "1");
    expect(await on.peer.call("read_run_model", on.server.url, delivered, "offline")).toEqual(model);
  });
});
