import type { ContractCase } from "@imdb/core/testing";
import { DATASET_CONTEXT_TAG } from "../../entities/dataset.js";
import { NotActive, ParamClash, RunNotFound, TagNotFound } from "../../errors.js";
import type { TrackingStore } from "../../store/tracking-store.js";
import { equal, experiment, refuses, rule, run } from "./rules.js";

/** What every store must keep to about runs and their records. */
export function runContract(make: () => Promise<TrackingStore>): ContractCase[] {
  return [
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
  ];
}
