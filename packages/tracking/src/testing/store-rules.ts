import { expect } from "vitest";
import { DATASET_CONTEXT_TAG, type Run } from "../entities/run.js";
import {
  AlreadyExists,
  ArtifactNotFound,
  ExperimentNotFound,
  NotActive,
  ParamClash,
  RunNotFound,
  TagNotFound,
} from "../errors.js";
import { newRun, type Rules, refuses, unique } from "./contract-rules.js";

/** The rules of experiments, runs, artifacts and searches, which every store follows. */
export const STORE_RULES: Rules = {
  "experiments: create, find, tag, rename, delete, restore": async (store) => {
    const name = unique('größe "on"');
    const id = await store.createExperiment(name, { team: "a" });
    await refuses(store.createExperiment(name), AlreadyExists);
    await store.setExperimentTags(id, { "mlflow.note.content": "what it is" });
    const found = await store.getExperimentByName(name);
    expect(found?.experimentId).toBe(id);
    expect(found?.tags).toEqual({ "mlflow.note.content": "what it is", team: "a" });
    const renamed = unique("renamed");
    await store.renameExperiment(id, renamed);
    expect((await store.getExperiment(id)).name).toBe(renamed);
    const { info } = await newRun(store, { experimentId: id });
    await store.deleteExperiment(id);
    expect((await store.getExperimentByName(renamed))?.lifecycleStage).toBe("deleted");
    expect((await store.getRun(info.runId)).info.lifecycleStage).toBe("deleted");
    expect((await store.listExperiments()).map((e) => e.experimentId)).not.toContain(id);
    expect((await store.listExperiments("DELETED_ONLY")).map((e) => e.experimentId)).toContain(id);
    await store.restoreExperiment(id);
    expect((await store.getExperiment(id)).lifecycleStage).toBe("active");
    expect((await store.getRun(info.runId)).info.lifecycleStage).toBe("active");
    await refuses(store.getExperiment("123456789"), ExperimentNotFound);
    expect(await store.getExperimentByName(unique("none"))).toBeUndefined();
  },

  "runs: everything logged is read back": async (store) => {
    const experimentId = await store.createExperiment(unique("contract"));
    const { info } = await newRun(store, { experimentId, tags: { a: "1" } });
    const { runId } = info;
    expect(info).toMatchObject({ status: "RUNNING", userId: "ada", startTime: 1_000, experimentId });
    await store.logBatch(runId, {
      params: { C: "10", "p/q": "a b" },
      tags: { "t.u": "größe", a: "2" },
      metrics: [
        { key: "loss", value: 1, timestamp: 10, step: 0 },
        { key: "loss", value: 0.25, timestamp: 11, step: 2 },
        { key: "loss", value: 0.5, timestamp: 12, step: 1 },
        { key: "val/acc", value: -0.125, timestamp: 13, step: -1 },
      ],
    });
    await store.updateRun(runId, { status: "FINISHED", endTime: 2_000, runName: "new name" });
    const read = await store.getRun(runId);
    expect(read.info).toMatchObject({ status: "FINISHED", endTime: 2_000, runName: "new name" });
    expect(read.params).toEqual({ C: "10", "p/q": "a b" });
    expect(read.metrics).toEqual({ loss: 0.25, "val/acc": -0.125 });
    expect(read.tags).toMatchObject({ a: "2", "t.u": "größe", "mlflow.runName": "new name" });
    const history = await store.getMetricHistory(runId, "loss");
    expect(history.map((m) => [m.step, m.timestamp, m.value])).toEqual([
      [0, 10, 1],
      [1, 12, 0.5],
      [2, 11, 0.25],
    ]);
    expect(await store.getMetricHistory(runId, "none")).toEqual([]);
    await store.deleteTag(runId, "a");
    expect((await store.getRun(runId)).tags["a"]).toBeUndefined();
    await refuses(store.deleteTag(runId, "a"), TagNotFound);
  },

  "runs: more records than one request takes": async (store) => {
    const { runId } = (await newRun(store)).info;
    const params = Object.fromEntries(Array.from({ length: 130 }, (_, i) => [`p${i}`, "x".repeat(6_000)]));
    const metrics = Array.from({ length: 2_500 }, (_, i) => ({ key: "m", value: i, timestamp: i, step: i }));
    await store.logBatch(runId, { params, metrics });
    const read = await store.getRun(runId);
    expect(Object.keys(read.params)).toHaveLength(130);
    expect(read.params["p129"]).toHaveLength(6_000);
    expect(await store.getMetricHistory(runId, "m")).toHaveLength(2_500);
  },

  "runs: the same records once more change nothing": async (store) => {
    const { runId } = (await newRun(store)).info;
    const batch = { params: { p: "1" }, metrics: [{ key: "m", value: 1, timestamp: 5, step: 3 }] };
    await store.logBatch(runId, batch);
    await store.logBatch(runId, batch);
    expect(await store.getMetricHistory(runId, "m")).toHaveLength(1);
  },

  "runs: NaN is kept, a parameter does not change, unknown and deleted runs take nothing": async (store) => {
    const { runId } = (await newRun(store)).info;
    await store.logBatch(runId, { metrics: [{ key: "m", value: Number.NaN, timestamp: 5, step: 3 }] });
    expect((await store.getRun(runId)).metrics["m"]).toBeNaN();
    await store.logBatch(runId, { params: { C: "1" } });
    await refuses(store.logBatch(runId, { params: { C: "2" } }), ParamClash);
    await store.deleteRun(runId);
    expect((await store.getRun(runId)).info.lifecycleStage).toBe("deleted");
    await refuses(store.logBatch(runId, { tags: { a: "b" } }), NotActive);
    await store.restoreRun(runId);
    await store.logBatch(runId, { tags: { a: "b" } });
    await refuses(store.getRun("f".repeat(32)), RunNotFound);
    await refuses(store.logBatch("f".repeat(32), { tags: { a: "b" } }), RunNotFound);
  },

  "inputs: name, digest, source, schema, profile and context": async (store) => {
    const { runId } = (await newRun(store)).info;
    const dataset = {
      name: "imdb",
      digest: "abc",
      sourceType: "local",
      source: '{"uri":"x"}',
      schema: '{"mlflow_colspec":[]}',
      profile: '{"rows":1}',
      tags: { [DATASET_CONTEXT_TAG]: "train" },
    };
    await store.logInputs(runId, [dataset, { ...dataset, name: "other" }]);
    const { inputs } = await store.getRun(runId);
    const byName = [...inputs].sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(byName).toEqual([dataset, { ...dataset, name: "other" }]);
  },

  "artifacts: put, list, read, and names that need care": async (store) => {
    const { runId } = (await newRun(store)).info;
    const { artifacts } = store;
    const names = ["a b.txt", "größe.txt", "deep/er/50%.txt", "x+y&z.txt"];
    for (const name of names) await artifacts.putBytes({ runId }, name, Buffer.from(name));
    for (const name of names) {
      expect(Buffer.from(await artifacts.read({ runId }, name)).toString()).toBe(name);
    }
    expect((await artifacts.list({ runId })).map((entry) => [entry.path, entry.isDirectory])).toEqual([
      ["a b.txt", false],
      ["deep", true],
      ["größe.txt", false],
      ["x+y&z.txt", false],
    ]);
    expect((await artifacts.list({ runId }, "deep/er"))[0]?.path).toBe("deep/er/50%.txt");
    await refuses(artifacts.read({ runId }, "none.txt"), ArtifactNotFound);
  },

  "searchRuns: filters, order, pages and views": async (store) => {
    const id = await store.createExperiment(unique("contract"));
    const runs: Run[] = [];
    for (let i = 0; i < 5; i++) {
      const tags = { parity: i % 2 ? "odd" : "even" };
      runs.push(await newRun(store, { experimentId: id, tags, startTime: 1_000 + i }));
      await store.logBatch(runs[i]!.info.runId, {
        params: { i: String(i) },
        metrics: [{ key: "val acc", value: i === 4 ? Number.NaN : i / 10, timestamp: 1, step: 0 }],
      });
    }
    const ids = runs.map(({ info }) => info.runId);
    const find = async (filter: string, orderBy: string[] = []) => {
      const { items } = await store.searchRuns({ experimentIds: [id], filter, orderBy });
      return items.map((found) => ids.indexOf(found.info.runId));
    };
    expect(await find("")).toEqual([4, 3, 2, 1, 0]);
    expect(await find("metrics.`val acc` > 0.1")).toEqual([3, 2]);
    expect(await find("metrics.\"val acc\" <= 0.1 AND tags.parity = 'odd'")).toEqual([1]);
    expect(await find("params.i != '3' and tags.parity = 'odd'")).toEqual([1]);
    expect(await find("tags.parity LIKE 'od%'")).toEqual([3, 1]);
    expect(await find("tags.parity ILIKE 'EV_N'")).toEqual([4, 2, 0]);
    expect(await find("attributes.start_time >= 1003")).toEqual([4, 3]);
    expect(await find(`attributes.run_id IN ('${ids[1]}', '${ids[2]}')`)).toEqual([2, 1]);
    expect(await find("params.none = 'x'")).toEqual([]);
    expect(await find("", ["metrics.`val acc` DESC"])).toEqual([3, 2, 1, 0, 4]);
    expect(await find("", ["metrics.`val acc` ASC"])).toEqual([0, 1, 2, 3, 4]);
    expect(await find("", ["params.i ASC"])).toEqual([0, 1, 2, 3, 4]);
    const search = { experimentIds: [id], maxResults: 3 };
    const first = await store.searchRuns(search);
    const second = await store.searchRuns({ ...search, pageToken: first.nextPageToken });
    expect([first.items.length, second.items.length, second.nextPageToken]).toEqual([3, 2, undefined]);
    await store.deleteRun(ids[0]!);
    expect((await store.searchRuns({ experimentIds: [id] })).items).toHaveLength(4);
    const deleted = await store.searchRuns({ experimentIds: [id], view: "DELETED_ONLY" });
    expect(deleted.items[0]?.info.runId).toBe(ids[0]);
  },
};
