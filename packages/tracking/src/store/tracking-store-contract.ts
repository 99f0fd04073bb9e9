import type { ContractCase } from "@imdb/core/testing";
import { DATASET_CONTEXT_TAG } from "../entities/dataset.js";
import type { Run } from "../entities/run.js";
import {
  AlreadyExists,
  ArtifactNotFound,
  ExperimentNotFound,
  ModelNotFound,
  NotActive,
  ParamClash,
  RunNotFound,
  TagNotFound,
} from "../errors.js";
import type { TrackingStore } from "./tracking-store.js";

/** What every {@link TrackingStore} must keep to. Names carry a random part: a server may hold others' runs. */
export function trackingStoreContract(make: () => Promise<TrackingStore>): ContractCase[] {
  const unique = (name: string) => `${name} ${Math.random().toString(36).slice(2)}`;

  async function experiment(store: TrackingStore): Promise<string> {
    return store.createExperiment(unique("contract"));
  }

  async function run(store: TrackingStore, experimentId: string, tags = {}, startTime = 1_000): Promise<Run> {
    return store.createRun({ experimentId, runName: "r", userId: "ada", startTime, tags });
  }

  return [
    {
      name: "experiments: create, find, tag, rename, delete, restore",
      async run() {
        const store = await make();
        const name = unique('größe "on"');
        const id = await store.createExperiment(name, { team: "a" });
        await refuses(store.createExperiment(name), AlreadyExists);
        await store.setExperimentTags(id, { "mlflow.note.content": "what it is" });
        const found = await store.getExperimentByName(name);
        equal(found?.experimentId, id);
        equal(found?.tags, { "mlflow.note.content": "what it is", team: "a" });
        const renamed = unique("renamed");
        await store.renameExperiment(id, renamed);
        equal((await store.getExperiment(id)).name, renamed);
        const { info } = await run(store, id);
        await store.deleteExperiment(id);
        equal((await store.getExperimentByName(renamed))?.lifecycleStage, "deleted");
        equal((await store.getRun(info.runId)).info.lifecycleStage, "deleted");
        rule(!(await store.listExperiments()).some((e) => e.experimentId === id), "a deleted one is listed");
        rule(
          (await store.listExperiments("DELETED_ONLY")).some((e) => e.experimentId === id),
          "it is not among the deleted",
        );
        await store.restoreExperiment(id);
        equal((await store.getExperiment(id)).lifecycleStage, "active");
        equal((await store.getRun(info.runId)).info.lifecycleStage, "active");
        await refuses(store.getExperiment("123456789"), ExperimentNotFound);
        equal(await store.getExperimentByName(unique("none")), undefined);
      },
    },
    {
      name: "runs: everything logged is read back",
      async run() {
        const store = await make();
        const id = await experiment(store);
        const { info } = await run(store, id, { a: "1" });
        equal(info.status, "RUNNING");
        equal([info.userId, info.startTime, info.experimentId], ["ada", 1_000, id]);
        await store.logBatch(info.runId, {
          params: { C: "10", "p/q": "a b" },
          tags: { "t.u": "größe", a: "2" },
          metrics: [
            { key: "loss", value: 1, timestamp: 10, step: 0 },
            { key: "loss", value: 0.25, timestamp: 11, step: 2 },
            { key: "loss", value: 0.5, timestamp: 12, step: 1 },
            { key: "val/acc", value: -0.125, timestamp: 13, step: -1 },
          ],
        });
        await store.updateRun(info.runId, { status: "FINISHED", endTime: 2_000, runName: "new name" });
        const read = await store.getRun(info.runId);
        equal([read.info.status, read.info.endTime, read.info.runName], ["FINISHED", 2_000, "new name"]);
        equal(read.params, { C: "10", "p/q": "a b" });
        equal(read.metrics, { loss: 0.25, "val/acc": -0.125 });
        equal([read.tags["a"], read.tags["t.u"], read.tags["mlflow.runName"]], ["2", "größe", "new name"]);
        const history = await store.getMetricHistory(info.runId, "loss");
        equal(
          history.map((m) => [m.step, m.timestamp, m.value]),
          [
            [0, 10, 1],
            [1, 12, 0.5],
            [2, 11, 0.25],
          ],
        );
        equal(await store.getMetricHistory(info.runId, "none"), []);
        await store.deleteTag(info.runId, "a");
        equal((await store.getRun(info.runId)).tags["a"], undefined);
        await refuses(store.deleteTag(info.runId, "a"), TagNotFound);
      },
    },
    {
      name: "runs: more records than one request takes",
      async run() {
        const store = await make();
        const { info } = await run(store, await experiment(store));
        const params = Object.fromEntries(
          Array.from({ length: 130 }, (_, i) => [`p${i}`, "x".repeat(6_000)]),
        );
        const metrics = Array.from({ length: 2_500 }, (_, i) => ({
          key: "m",
          value: i,
          timestamp: i,
          step: i,
        }));
        await store.logBatch(info.runId, { params, metrics });
        const read = await store.getRun(info.runId);
        equal(Object.keys(read.params).length, 130);
        equal(read.params["p129"]?.length, 6_000);
        equal((await store.getMetricHistory(info.runId, "m")).length, 2_500);
      },
    },
    {
      name: "runs: the same records once more change nothing",
      async run() {
        const store = await make();
        const { info } = await run(store, await experiment(store));
        const batch = { params: { p: "1" }, metrics: [{ key: "m", value: 1, timestamp: 5, step: 3 }] };
        await store.logBatch(info.runId, batch);
        await store.logBatch(info.runId, batch);
        equal((await store.getMetricHistory(info.runId, "m")).length, 1);
      },
    },
    {
      name: "runs: NaN is kept, a parameter does not change, unknown and deleted runs take nothing",
      async run() {
        const store = await make();
        const { info } = await run(store, await experiment(store));
        const { runId } = info;
        await store.logBatch(runId, { metrics: [{ key: "m", value: Number.NaN, timestamp: 5, step: 3 }] });
        rule(Number.isNaN((await store.getRun(runId)).metrics["m"]), "NaN came back as something else");
        await store.logBatch(runId, { params: { C: "1" } });
        await refuses(store.logBatch(runId, { params: { C: "2" } }), ParamClash);
        await store.deleteRun(runId);
        equal((await store.getRun(runId)).info.lifecycleStage, "deleted");
        await refuses(store.logBatch(runId, { tags: { a: "b" } }), NotActive);
        await store.restoreRun(runId);
        await store.logBatch(runId, { tags: { a: "b" } });
        await refuses(store.getRun("f".repeat(32)), RunNotFound);
        await refuses(store.logBatch("f".repeat(32), { tags: { a: "b" } }), RunNotFound);
      },
    },
    {
      name: "inputs: name, digest, source, schema, profile and context",
      async run() {
        const store = await make();
        const { info } = await run(store, await experiment(store));
        const dataset = {
          name: "imdb",
          digest: "abc",
          sourceType: "local",
          source: '{"uri":"x"}',
          schema: '{"mlflow_colspec":[]}',
          profile: '{"rows":1}',
          tags: { [DATASET_CONTEXT_TAG]: "train" },
        };
        await store.logInputs(info.runId, [dataset, { ...dataset, name: "other" }]);
        const { inputs } = await store.getRun(info.runId);
        equal(
          [...inputs].sort((a, b) => (a.name < b.name ? -1 : 1)),
          [dataset, { ...dataset, name: "other" }],
        );
      },
    },
    {
      name: "artifacts: put, list, read, and names that need care",
      async run() {
        const store = await make();
        const { info } = await run(store, await experiment(store));
        const owner = { runId: info.runId };
        const names = ["a b.txt", "größe.txt", "deep/er/50%.txt", "x+y&z.txt"];
        for (const name of names) await store.artifacts.putBytes(owner, name, Buffer.from(name));
        for (const name of names) {
          equal(Buffer.from(await store.artifacts.read(owner, name)).toString(), name);
        }
        const top = await store.artifacts.list(owner);
        equal(
          top.map((entry) => [entry.path, entry.isDirectory]),
          [
            ["a b.txt", false],
            ["deep", true],
            ["größe.txt", false],
            ["x+y&z.txt", false],
          ],
        );
        equal((await store.artifacts.list(owner, "deep/er"))[0]?.path, "deep/er/50%.txt");
        await refuses(store.artifacts.read(owner, "none.txt"), ArtifactNotFound);
      },
    },
    {
      name: "searchRuns: filters, order, pages and views",
      async run() {
        const store = await make();
        const id = await experiment(store);
        const runs: Run[] = [];
        for (let i = 0; i < 5; i++) {
          const made = await run(store, id, { parity: i % 2 ? "odd" : "even" }, 1_000 + i);
          await store.logBatch(made.info.runId, {
            params: { i: String(i) },
            metrics: [{ key: "val acc", value: i === 4 ? Number.NaN : i / 10, timestamp: 1, step: 0 }],
          });
          runs.push(made);
        }
        const find = async (filter: string, orderBy: string[] = []) => {
          const { items } = await store.searchRuns({ experimentIds: [id], filter, orderBy });
          return items.map((found) => runs.findIndex((made) => made.info.runId === found.info.runId));
        };
        equal(await find(""), [4, 3, 2, 1, 0]);
        equal(await find("metrics.`val acc` > 0.1"), [3, 2]);
        equal(await find("metrics.\"val acc\" <= 0.1 AND tags.parity = 'odd'"), [1]);
        equal(await find("params.i != '3' and tags.parity = 'odd'"), [1]);
        equal(await find("tags.parity LIKE 'od%'"), [3, 1]);
        equal(await find("tags.parity ILIKE 'EV_N'"), [4, 2, 0]);
        equal(await find("attributes.start_time >= 1003"), [4, 3]);
        equal(
          await find(`attributes.run_id IN ('${runs[1]?.info.runId}', '${runs[2]?.info.runId}')`),
          [2, 1],
        );
        equal(await find("params.none = 'x'"), []);
        equal(await find("", ["metrics.`val acc` DESC"]), [3, 2, 1, 0, 4]);
        equal(await find("", ["metrics.`val acc` ASC"]), [0, 1, 2, 3, 4]);
        equal(await find("", ["params.i ASC"]), [0, 1, 2, 3, 4]);
        const first = await store.searchRuns({ experimentIds: [id], maxResults: 3 });
        const second = await store.searchRuns({
          experimentIds: [id],
          maxResults: 3,
          pageToken: first.nextPageToken,
        });
        equal([first.items.length, second.items.length, second.nextPageToken], [3, 2, undefined]);
        await store.deleteRun(runs[0]!.info.runId);
        equal((await store.searchRuns({ experimentIds: [id] })).items.length, 4);
        const deleted = await store.searchRuns({ experimentIds: [id], view: "DELETED_ONLY" });
        equal(deleted.items[0]?.info.runId, runs[0]?.info.runId);
      },
    },
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
        await refuses(store.getLoggedModel(`m-${"f".repeat(32)}`), ModelNotFound);
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
        await refuses(registry.getVersionByAlias(name, "challenger"), ModelNotFound);
        await registry.setRegisteredModelTag(name, "b", "c");
        await registry.describeRegisteredModel(name, "new");
        const model = await registry.getRegisteredModel(name);
        equal([model.tags["b"], model.tags["team"], model.description], ["c", "a", "new"]);
        await registry.deleteModelVersion(name, "2");
        await refuses(registry.getModelVersion(name, "2"), ModelNotFound);
        await registry.deleteRegisteredModel(name);
        await refuses(registry.getRegisteredModel(name), ModelNotFound);
        rule(
          !(await registry.listRegisteredModels()).some((m) => m.name === name),
          "a deleted model is listed",
        );
      },
    },
  ];
}

function rule(holds: boolean, broken: string): void {
  if (!holds) throw new Error(`contract broken: ${broken}`);
}

async function refuses(
  work: Promise<unknown>,
  error: { readonly code: string; is(value: unknown): boolean },
) {
  const thrown = await work.then(
    () => "nothing",
    (cause: unknown) => cause,
  );
  rule(error.is(thrown), `expected ${error.code}, got ${String(thrown)}`);
}

function equal(actual: unknown, expected: unknown): void {
  const [a, e] = [JSON.stringify(sorted(actual)), JSON.stringify(sorted(expected))];
  rule(a === e, `expected ${e}, got ${a}`);
}

/** Key order of records means nothing, and `undefined` members are as good as none. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const record = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((key) => [key, sorted(record[key])]),
  );
}
