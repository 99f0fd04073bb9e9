import { expect } from "vitest";
import { AlreadyExists, RegisteredModelNotFound } from "../errors.js";
import { newModel, newRun, type Rules, refuses, unique } from "./contract-rules.js";

/** The rules of logged models and the registry, which every store follows. */
export const MODEL_RULES: Rules = {
  "logged models: create, fill, finalize, link": async (store) => {
    const run = await newRun(store);
    const { runId } = run.info;
    const { modelId, status } = await newModel(store, run, { params: { C: "1" }, tags: { t: "u" } });
    expect(status).toBe("PENDING");
    await store.artifacts.putBytes({ modelId }, "MLmodel", Buffer.from("flavors: {}\n"));
    await store.artifacts.putBytes({ modelId }, "deep/x.bin", Buffer.from([0, 255]));
    await store.finalizeLoggedModel(modelId, "READY");
    await store.logOutputs(runId, [{ modelId, step: 2 }]);
    const read = await store.getLoggedModel(modelId);
    const about = { status: "READY", name: "senti", modelType: "imdb", sourceRunId: runId };
    expect(read).toMatchObject({ ...about, tags: { t: "u" } });
    expect(read.params).toEqual({ C: "1" });
    const files = await store.artifacts.list({ modelId });
    expect(files.map((entry) => entry.path)).toEqual(["MLmodel", "deep"]);
    expect([...(await store.artifacts.read({ modelId }, "deep/x.bin"))]).toEqual([0, 255]);
    expect((await store.getRun(runId)).outputs).toEqual([{ modelId, step: 2 }]);
    await refuses(store.getLoggedModel(`m-${"f".repeat(32)}`), RegisteredModelNotFound);
  },

  "logged models: what was measured of one": async (store) => {
    const run = await newRun(store);
    const { runId } = run.info;
    const { modelId } = await newModel(store, run, { name: "measured" });
    const record = { timestamp: 5, step: 2 };
    await store.logBatch(runId, { metrics: [{ ...record, key: "val/acc", value: 0.5, modelId }] });
    await store.logOutputs(runId, [{ modelId, step: 2 }]);
    const { metrics } = await store.getLoggedModel(modelId);
    expect(metrics.map(({ key, value, step }) => [key, value, step])).toEqual([["val/acc", 0.5, 2]]);
    expect((await store.getRun(runId)).metrics).toEqual({ "val/acc": 0.5 });
    expect(await store.getMetricHistory(runId, "val/acc")).toHaveLength(1);
  },

  "registry: models, versions, tags, descriptions, aliases": async (store) => {
    const { registry } = store;
    const run = await newRun(store);
    const { runId } = run.info;
    const { modelId } = await newModel(store, run);
    const name = unique("senti.ment größe");
    await registry.createRegisteredModel(name, { description: "what", tags: { team: "a" } });
    await refuses(registry.createRegisteredModel(name), AlreadyExists);
    const about = { name, source: `models:/${modelId}`, runId, modelId };
    const one = await registry.createModelVersion({ ...about, tags: { k: "v" } });
    const two = await registry.createModelVersion({ ...about, description: "second" });
    expect([one.version, two.version, two.description]).toEqual(["1", "2", "second"]);
    expect([one.runId, one.modelId, one.tags["k"]]).toEqual([runId, modelId, "v"]);
    await registry.setAlias(name, "champion", "1");
    await registry.setAlias(name, "challenger", "2");
    expect((await registry.getVersionByAlias(name, "champion")).version).toBe("1");
    await registry.setAlias(name, "champion", "2");
    expect((await registry.getVersionByAlias(name, "champion")).version).toBe("2");
    expect((await registry.getRegisteredModel(name)).aliases).toEqual({ challenger: "2", champion: "2" });
    await registry.setModelVersionTag(name, "1", "gate", "passed");
    await registry.describeModelVersion(name, "1", "first");
    const read = await registry.getModelVersion(name, "1");
    expect([read.tags["gate"], read.description]).toEqual(["passed", "first"]);
    await registry.deleteModelVersionTag(name, "1", "gate");
    expect((await registry.getModelVersion(name, "1")).tags["gate"]).toBeUndefined();
    const versions = await registry.listModelVersions(name);
    expect(versions.map(({ version, aliases }) => [version, [...aliases].sort()])).toEqual([
      ["2", ["challenger", "champion"]],
      ["1", []],
    ]);
    await registry.deleteAlias(name, "challenger");
    await refuses(registry.getVersionByAlias(name, "challenger"), RegisteredModelNotFound);
    await registry.setRegisteredModelTag(name, "b", "c");
    await registry.describeRegisteredModel(name, "new");
    const model = await registry.getRegisteredModel(name);
    expect([model.tags["b"], model.tags["team"], model.description]).toEqual(["c", "a", "new"]);
    await registry.deleteModelVersion(name, "2");
    await refuses(registry.getModelVersion(name, "2"), RegisteredModelNotFound);
    await registry.deleteRegisteredModel(name);
    await refuses(registry.getRegisteredModel(name), RegisteredModelNotFound);
    expect((await registry.listRegisteredModels()).map((m) => m.name)).not.toContain(name);
  },
};
