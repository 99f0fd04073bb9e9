import type { ContractCase } from "@imdb/core/testing";
import { AlreadyExists, RegisteredModelNotFound } from "../../errors.js";
import type { TrackingStore } from "../../store/tracking-store.js";
import { equal, experiment, refuses, rule, run, unique } from "./rules.js";

/** What every store must keep to about logged models and the registry. */
export function modelContract(make: () => Promise<TrackingStore>): ContractCase[] {
  return [
    {
      name: "logged models: create, fill, finalize, link",
      async run() {
        const store = await make();
        const id = await experiment(store);
        const { info } = await run(store, id);
        const model = await store.createLoggedModel({
          experimentId: id,
          name: "senti",
          modelType: "imdb",
          sourceRunId: info.runId,
          params: { C: "1" },
          tags: { t: "u" },
        });
        equal(model.status, "PENDING");
        const owner = { modelId: model.modelId };
        await store.artifacts.putBytes(owner, "MLmodel", Buffer.from("flavors: {}\n"));
        await store.artifacts.putBytes(owner, "deep/x.bin", Buffer.from([0, 255]));
        await store.finalizeLoggedModel(model.modelId, "READY");
        await store.logOutputs(info.runId, [{ modelId: model.modelId, step: 2 }]);
        const read = await store.getLoggedModel(model.modelId);
        equal(
          [read.status, read.name, read.modelType, read.sourceRunId],
          ["READY", "senti", "imdb", info.runId],
        );
        equal(read.params, { C: "1" });
        equal(read.tags["t"], "u");
        equal(
          (await store.artifacts.list(owner)).map((entry) => entry.path),
          ["MLmodel", "deep"],
        );
        equal([...(await store.artifacts.read(owner, "deep/x.bin"))], [0, 255]);
        equal((await store.getRun(info.runId)).outputs, [{ modelId: model.modelId, step: 2 }]);
        await refuses(store.getLoggedModel(`m-${"f".repeat(32)}`), RegisteredModelNotFound);
      },
    },
    {
      name: "logged models: what was measured of one",
      async run() {
        const store = await make();
        const id = await experiment(store);
        const { info } = await run(store, id);
        const { runId } = info;
        const about = { experimentId: id, modelType: "imdb", sourceRunId: runId, params: {}, tags: {} };
        const { modelId } = await store.createLoggedModel({ ...about, name: "measured" });
        const record = { timestamp: 5, step: 2 };
        await store.logBatch(runId, { metrics: [{ ...record, key: "val/acc", value: 0.5, modelId }] });
        await store.logOutputs(runId, [{ modelId, step: 2 }]);
        const { metrics } = await store.getLoggedModel(modelId);
        equal(
          metrics.map(({ key, value, step }) => [key, value, step]),
          [["val/acc", 0.5, 2]],
        );
        equal((await store.getRun(runId)).metrics, { "val/acc": 0.5 });
        equal((await store.getMetricHistory(runId, "val/acc")).length, 1);
      },
    },
    {
      name: "registry: models, versions, tags, descriptions, aliases",
      async run() {
        const { registry, ...store } = await make();
        const id = await store.createExperiment(unique("registry"));
        const { info } = await store.createRun({
          experimentId: id,
          runName: "r",
          userId: "",
          startTime: 1,
          tags: {},
        });
        const logged = await store.createLoggedModel({
          experimentId: id,
          name: "senti",
          modelType: "imdb",
          sourceRunId: info.runId,
          params: {},
          tags: {},
        });
        const name = unique("senti.ment größe");
        await registry.createRegisteredModel(name, { description: "what", tags: { team: "a" } });
        await refuses(registry.createRegisteredModel(name), AlreadyExists);
        const source = `models:/${logged.modelId}`;
        const { runId } = info;
        const { modelId } = logged;
        const one = await registry.createModelVersion({ name, source, runId, modelId, tags: { k: "v" } });
        const two = await registry.createModelVersion({
          name,
          source,
          runId,
          modelId,
          description: "second",
        });
        equal([one.version, two.version, two.description], ["1", "2", "second"]);
        equal([one.runId, one.modelId, one.tags["k"]], [runId, modelId, "v"]);
        await registry.setAlias(name, "champion", "1");
        await registry.setAlias(name, "challenger", "2");
        equal((await registry.getVersionByAlias(name, "champion")).version, "1");
        await registry.setAlias(name, "champion", "2");
        equal((await registry.getVersionByAlias(name, "champion")).version, "2");
        equal((await registry.getRegisteredModel(name)).aliases, { challenger: "2", champion: "2" });
        await registry.setModelVersionTag(name, "1", "gate", "passed");
        await registry.describeModelVersion(name, "1", "first");
        const read = await registry.getModelVersion(name, "1");
        equal([read.tags["gate"], read.description], ["passed", "first"]);
        await registry.deleteModelVersionTag(name, "1", "gate");
        equal((await registry.getModelVersion(name, "1")).tags["gate"], undefined);
        const versions = await registry.listModelVersions(name);
        equal(
          versions.map((version) => [version.version, [...version.aliases].sort()]),
          [
            ["2", ["challenger", "champion"]],
            ["1", []],
          ],
        );
        await registry.deleteAlias(name, "challenger");
        await refuses(registry.getVersionByAlias(name, "challenger"), RegisteredModelNotFound);
        await registry.setRegisteredModelTag(name, "b", "c");
        await registry.describeRegisteredModel(name, "new");
        const model = await registry.getRegisteredModel(name);
        equal([model.tags["b"], model.tags["team"], model.description], ["c", "a", "new"]);
        await registry.deleteModelVersion(name, "2");
        await refuses(registry.getModelVersion(name, "2"), RegisteredModelNotFound);
        await registry.deleteRegisteredModel(name);
        await refuses(registry.getRegisteredModel(name), RegisteredModelNotFound);
        rule(
          !(await registry.listRegisteredModels()).some((m) => m.name === name),
          "a deleted model is listed",
        );
      },
    },
  ];
}
