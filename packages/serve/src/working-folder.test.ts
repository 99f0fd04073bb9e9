import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPipeline, hashSplit, materialize, openDataset } from "@imdb/data-pipeline";
import { saveBundle } from "@imdb/runtime/bundles";
import { createTracker, fileStore } from "@imdb/tracking";
import { fileMemory } from "@imdb/train/node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createApp } from "./app/app.js";
import { scoreFile } from "./batch/score-file.js";
import { loadPredictor } from "./node/load-predictor.js";
import { createPredictionLog } from "./node/prediction-log.js";
import { watchModel } from "./node/watch-model.js";
import { createPredictor } from "./predictor/predictor.js";
import { toyBundle, toyCodecs, toyFiles } from "./testing/toy-model.js";

const before = process.cwd();
let first = "";
let second = "";
beforeEach(async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "serve-working-folder-")));
  [first, second] = [join(folder, "first"), join(folder, "second")];
  for (const one of [first, second]) await mkdir(one);
  process.chdir(first);
});
afterEach(async () => {
  process.chdir(before);
  await rm(join(first, ".."), { recursive: true });
});

const move = () => process.chdir(second);
const predictor = createPredictor(toyBundle());
const record = (id: string) => ({
  id,
  time: "2026-01-02T03:04:05.678Z",
  modelVersion: "v",
  text: "good",
  label: "pos",
  probabilities: { neg: 0.25, pos: 0.75 },
  latencyMs: 1,
});
const dataset = () =>
  createPipeline({ split: hashSplit({ testSize: 0.5, seed: 1 }), nearDuplicates: "off" }).process(
    Array.from({ length: 20 }, (_, i) => ({
      id: `${i}`,
      group: `${i}`,
      text: `text ${i}`,
      label: i % 2 ? "pos" : "neg",
    })),
  );

/** Each gets a relative path, and the process moves to another folder before the work is done. Returns what was made. */
const WORK: Record<string, () => Promise<unknown>> = {
  async scoreFile() {
    const rows = Array.from({ length: 500 }, (_, i) =>
      i === 7 ? "{oops" : JSON.stringify({ text: "good" }),
    );
    await writeFile("in.jsonl", rows.join("\n"));
    const summary = await scoreFile({
      input: "in.jsonl",
      output: "out.csv",
      quarantine: "bad.jsonl",
      predictor,
      blockSize: 1_024,
      checkpointSeconds: 0,
      onProgress: move,
    });
    return [summary.scored, summary.output, summary.quarantine, (await readdir(first)).sort()];
  },
  async createPredictionLog() {
    const log = await createPredictionLog({ path: "logs/log", maxBytes: 1, acknowledge: "written" });
    await log.write([record("a")]);
    move();
    await log.write([record("b")]);
    await log.close();
    return (await readdir(join(first, "logs"))).sort();
  },
  async watchModel() {
    const load = (from: string) => loadPredictor(from, { codecs: toyCodecs });
    await saveBundle(toyFiles(0), "model");
    const app = createApp({ predictor: await load("model") });
    const watched = watchModel(app, { path: "model", load, intervalMs: 3_600_000 });
    move();
    await saveBundle(toyFiles(1), join(first, "model"));
    await watched.check();
    watched.stop();
    const { modelVersion } = await load(join(first, "model"));
    return app.deployment.champion.modelVersion === modelVersion;
  },
  async materialize() {
    const writing = materialize(await dataset(), "data/set", { onProgress: move });
    await writing;
    return (await readdir(join(first, "data"))).sort();
  },
  async openDataset() {
    await materialize(await dataset(), "data");
    const opened = await openDataset("data");
    move();
    return (await opened.load()).train.examples.length > 0;
  },
  async fileMemory() {
    const memory = await fileMemory("memory.json");
    move();
    await memory.set("key", []);
    return readdir(first);
  },
  async fileStore() {
    await mkdir("model");
    await writeFile("model/weights", "1");
    const tracker = createTracker({ store: fileStore("runs") });
    const experiment = await tracker.setExperiment("e");
    return experiment.startRun({}, async (run) => {
      const logged = run.logArtifacts("model");
      move();
      await logged;
      await run.logMetrics({ accuracy: 1 });
      const { metrics } = await tracker.store.getRun(run.runId);
      return [Object.keys(metrics), await tracker.store.artifacts.list({ runId: run.runId })];
    });
  },
};

const MADE: Record<keyof typeof WORK, unknown> = {
  scoreFile: [499, "out.csv", "bad.jsonl", ["bad.jsonl", "in.jsonl", "out.csv"]],
  createPredictionLog: ["log", "log.1"],
  watchModel: true,
  materialize: ["set"],
  openDataset: true,
  fileMemory: ["memory.json"],
  fileStore: [["accuracy"], [expect.objectContaining({ path: "weights", size: 1 })]],
};

test.each(Object.entries(WORK))("%s means the path where it was given", async (name, work) => {
  expect(await work()).toEqual(MADE[name]);
  expect(await readdir(second)).toEqual([]);
});
