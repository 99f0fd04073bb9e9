/** The script that the threads of this package run. */
import { parentPort, workerData } from "node:worker_threads";
import { serveJobs } from "@imdb/runtime/threads";
import type { ScoredBlock } from "./batch/job.js";
import { scoreBlock } from "./batch/score-block.js";
import type { ThreadJob, ThreadSetup } from "./batch/threads.js";
import { loadModel } from "./defaults-bundled.js";
import { ModelChanged } from "./errors.js";
import type { Predictor } from "./predictor/predictor.js";

const { source, loader, modelVersion, job } = workerData as ThreadSetup;
let loading: Promise<Predictor> | undefined;

serveJobs<ThreadJob, ScoredBlock | undefined>("@imdb/serve", parentPort, async (given) => {
  loading ??= load();
  const predictor = await loading;
  if (given === "load") return { value: undefined };
  const scored = scoreBlock(predictor, job, given);
  const transfer = [scored.output.buffer, scored.quarantine.buffer] as ArrayBuffer[];
  return { value: scored, transfer: transfer.filter((buffer) => buffer.byteLength > 0) };
});

async function load(): Promise<Predictor> {
  const predictor = await (loader === undefined ? loadModel(source) : loadBy(loader));
  if (predictor.modelVersion !== modelVersion) {
    throw ModelChanged.create({ source, expected: modelVersion, actual: predictor.modelVersion });
  }
  return predictor;
}

/** Loads the model by a module of the user, which is not known when this file is bundled. */
async function loadBy(url: string): Promise<Predictor> {
  const module = await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ url);
  return (module as { loadModel(source: string): Promise<Predictor> }).loadModel(source);
}
