import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTracker, minimumGain, promote, rollback, type TrackingStore } from "../../src/index.js";

const FIGURE = '<svg xmlns="http://www.w3.org/2000/svg"/>';

/** The ids of what was logged. */
export interface Logged {
  readonly runId: string;
  readonly deletedId: string;
  readonly restoredId: string;
}

/**
 * Calls every method of the API once on a store.
 *
 * @param name    The name of the experiment and of the registered model.
 * @param folder  A folder with a bundle in `bundle`. A file is written there.
 */
export async function logEverything(store: TrackingStore, name: string, folder: string): Promise<Logged> {
  const tracker = createTracker({ store });
  const experiment = await tracker.setExperiment(name);
  await experiment.setTags({ "mlflow.note.content": "conformance" });
  await writeFile(join(folder, "local.txt"), "a file");
  const options = { runName: "ours", description: "what we logged", systemMetrics: { intervalMs: 60_000 } };
  const runId = await experiment.startRun(options, async (run) => {
    await run.logParam("C", 10);
    await run.logParams({ solver: "liblinear", dual: true, none: null, "a/b": "c d" });
    await run.logMetric("loss", 1, { step: 0, timestamp: 1_000 });
    for (let step = 1; step < 3; step++)
      await run.logMetrics({ loss: 1 / (step + 1) }, { step, timestamp: 1_000 + step });
    await run.logMetrics({ nan: Number.NaN, "val/acc": 0.5 });
    await run.logMetric("of the model", 0.75, { step: 3, timestamp: 1_003 });
    await run.setTag("größe", "süß");
    await run.setTags({ on: "off", gone: "1" });
    await run.deleteTag("gone");
    await run.logText("hello", "deep/größe.txt");
    await run.logDict({ C: [10] }, "config.json");
    await run.logFigure(FIGURE, "plots/curve.svg");
    await run.logArtifact(join(folder, "local.txt"));
    await run.logArtifacts(join(folder, "bundle"), "copy");
    const digest = "sha256:abc";
    const profile = { rows: 2 };
    await run.logInput({ name: "imdb", digest, source: "aclImdb", context: "train", profile });
    const { modelId, version } = await run.logModel(join(folder, "bundle"), {
      name: "senti",
      registeredModelName: name,
      inputExample: ["a good film"],
      params: { C: "10" },
      tags: { kind: "linear" },
      step: 3,
    });
    await run.logMetric("after it", 0.25, { step: 4, timestamp: 1_004, modelId });
    const gate = minimumGain("val/acc", 0);
    await promote(store, { name, version: version!, gate });
    await register(store, name, run.runId);
    await promote(store, { name, version: "2", gate });
    await rollback(store, { name, reason: "only to try it" });
    await experiment.startRun({ runName: "child", parentRunId: run.runId }, () => {});
    return run.runId;
  });
  const [deletedId, restoredId] = [await empty("deleted"), await empty("restored")];
  await tracker.deleteRun(deletedId);
  await tracker.deleteRun(restoredId);
  await tracker.restoreRun(restoredId);
  return { runId, deletedId, restoredId };

  function empty(runName: string): Promise<string> {
    return experiment.startRun({ runName }, (run) => run.runId);
  }
}

/** Registers a second version, and calls the other methods of the registry. */
async function register({ registry }: TrackingStore, name: string, runId: string): Promise<void> {
  const { source, modelId } = await registry.getModelVersion(name, "1");
  await registry.createModelVersion({ name, source, runId, modelId, description: "second" });
  await registry.describeRegisteredModel(name, "what it is");
  await registry.setRegisteredModelTag(name, "team", "a");
  await registry.describeModelVersion(name, "1", "first");
  await registry.setAlias(name, "challenger", "2");
  await registry.setAlias(name, "old", "2");
  await registry.deleteAlias(name, "old");
}

/** What MLflow's client must read of the run, with `read_run` of peer.py. */
export function expectedRun(name: string) {
  return {
    experiment: [name, { "mlflow.note.content": "conformance" }, "active"],
    ended: true,
    params: { C: "10", solver: "liblinear", dual: "True", none: "None", "a/b": "c d" },
    loss: [
      [0, 1_000, 1],
      [1, 1_001, 0.5],
      [2, 1_002, 1 / 3],
    ],
    nan: true,
    metrics: { "val/acc": 0.5, loss: 1 / 3, "of the model": 0.75, "after it": 0.25 },
    tags: { größe: "süß", on: "off", "mlflow.note.content": "what we logged", "mlflow.source.type": "LOCAL" },
    dataset: {
      name: "imdb",
      digest: "abc",
      context: { "mlflow.data.context": "train" },
      source: { uri: "aclImdb" },
      profile: { rows: 2, version: "sha256:abc" },
    },
    artifacts: [
      ["config.json", false],
      ["copy", true],
      ["deep", true],
      ["local.txt", false],
      ["plots", true],
    ],
    below: ["deep/größe.txt"],
    text: "hello",
    dict: { C: [10] },
    figure: FIGURE,
    children: [["child", "FINISHED"]],
  };
}

/** What MLflow's client must read of the model, with `read_model` of peer.py, without the registry. */
export const expectedModel = {
  name: "senti",
  status: "READY",
  type: "imdb",
  params: { C: "10" },
  metrics: [
    ["after it", 0.25, 4],
    ["of the model", 0.75, 3],
  ],
  kind: "linear",
  step: 3,
  source: true,
  files: ["MLmodel", "input_example.json", "manifest.json", "model.safetensors", "reference.json"],
  flavors: ["imdb"],
  inputs: ["text"],
  outputs: ["label", "neg", "pos"],
  example: [{ text: "a good film" }],
  ids: [true, true],
};

/** What MLflow's client must read of the registry. */
export const expectedRegistry = {
  description: "what it is",
  team: "a",
  aliases: { champion: "1", challenger: "2" },
  versions: [
    ["1", "first", "READY"],
    ["2", "second", "READY"],
  ],
  champion: ["1", true, true],
  promoted: true,
};
