import { expect } from "vitest";
import { lineage, type TrackingStore } from "../../src/index.js";

/** The result of `write_run` of peer.py. */
export interface Theirs {
  readonly runId: string;
  readonly modelId: string;
  readonly childId: string;
  readonly deletedId: string;
  readonly goneId: string;
  /** Path of an artifact that was a file. */
  readonly artifact: string;
}

/** Reads with this library everything that MLflow's client wrote, with `write_run` of peer.py. */
export async function readTheirs(store: TrackingStore, name: string, made: Theirs): Promise<void> {
  const run = await store.getRun(made.runId);
  const { experimentId } = run.info;
  expect(run.info).toMatchObject({ runName: "theirs", status: "FINISHED", lifecycleStage: "active" });
  expect(run.params).toEqual({ C: "10", "a/b": "c d" });
  expect(run.metrics).toMatchObject({ loss: 0.5, "val/acc": 0.25, nan: Number.NaN });
  expect(run.tags).toMatchObject({ größe: "süß", on: "off", "mlflow.note.content": "described" });
  expect(run.tags["gone"]).toBeUndefined();
  const context = { "mlflow.data.context": "train" };
  expect(run.inputs).toMatchObject([{ name: "imdb", digest: "abc", source: '{"uri": "x"}', tags: context }]);
  expect(run.outputs).toEqual([{ modelId: made.modelId, step: 1 }]);
  const history = await store.getMetricHistory(made.runId, "loss");
  expect(history.map((m) => [m.step, m.timestamp, m.value])).toEqual([
    [0, 1_000, 1],
    [1, 1_001, 0.5],
  ]);

  const experiment = await store.getExperiment(experimentId);
  expect(experiment).toMatchObject({ name, tags: { team: "a", "mlflow.note.content": "theirs" } });
  expect((await store.getExperimentByName(name))?.experimentId).toBe(experimentId);
  const gone = await store.listExperiments("DELETED_ONLY");
  expect(gone.map((deleted) => deleted.experimentId)).toContain(made.goneId);

  const find = async (filter: string) => {
    const { items } = await store.searchRuns({ experimentIds: [experimentId], filter });
    return items.map((found) => found.info.runName).sort();
  };
  expect(await find("metrics.loss < 0.6 AND params.C = '10' AND tags.on = 'off'")).toEqual(["theirs"]);
  expect(await find(`tags.\`mlflow.parentRunId\` = '${made.runId}'`)).toEqual(["child"]);
  expect(await find("")).toEqual(["child", "restored", "theirs"]);
  expect((await store.getRun(made.deletedId)).info.lifecycleStage).toBe("deleted");

  expect(await store.getLoggedModel(made.modelId)).toMatchObject({
    name: "senti",
    status: "READY",
    modelType: "imdb",
    sourceRunId: made.runId,
    params: { C: "1" },
    metrics: [{ key: "of the model", value: 0.75, step: 1, modelId: made.modelId }],
  });
  const { registry } = store;
  const model = await registry.getRegisteredModel(name);
  expect(model).toMatchObject({ description: "what it is", tags: { team: "a" }, aliases: { champion: "1" } });
  const versions = await registry.listModelVersions(name);
  expect(versions.map((version) => [version.version, version.description, version.tags])).toEqual([
    ["2", "second", { k: "v", note: "n" }],
    ["1", "first", { k: "v" }],
  ]);
  const from = await lineage(store, name, { alias: "champion" });
  expect([from.version.version, from.model?.modelId, from.run?.info.runId, from.datasets[0]?.digest]).toEqual(
    ["1", made.modelId, made.runId, "abc"],
  );

  const text = async (path: string) =>
    Buffer.from(await store.artifacts.read({ runId: made.runId }, path)).toString();
  expect(await text("deep/note.txt")).toBe("hello");
  expect(JSON.parse(await text("config.json"))).toEqual({ a: [1] });
  expect(await text(made.artifact)).toBe("from a file");
  const top = await store.artifacts.list({ runId: made.runId });
  expect(top.map(({ path }) => path)).toEqual(["config.json", "deep", "files"]);
}
