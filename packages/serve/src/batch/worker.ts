import { parentPort, workerData } from "node:worker_threads";
import { serveJobs } from "@imdb/runtime/threads";
import { ModelChanged } from "../errors.js";
import type { Predictor } from "../predictor/predictor.js";
import type { Block, Job, ScoredBlock } from "./job.js";
import { scoreBlock } from "./score-block.js";

/** The worker data of a scoring thread. */
export interface WorkerSetup {
  readonly source: string;
  readonly loader: string;
  readonly modelVersion: string;
  readonly job: Job;
}

/** The jobs of a scoring thread: `"load"` first, then blocks. */
export type ThreadJob = "load" | Block;

const { source, loader, modelVersion, job } = workerData as WorkerSetup;
let loading: Promise<Predictor> | undefined;

serveJobs<ThreadJob, ScoredBlock | undefined>(parentPort, async (given) => {
  loading ??= load();
  const predictor = await loading;
  if (given === "load") return { value: undefined };
  const scored = scoreBlock(predictor, job, given);
  const transfer = [scored.output.buffer, scored.quarantine.buffer] as ArrayBuffer[];
  return { value: scored, transfer: transfer.filter((buffer) => buffer.byteLength > 0) };
});

async function load(): Promise<Predictor> {
  const module = (await import(
    /* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ loader
  )) as { loadModel(source: string): Promise<Predictor> };
  const predictor = await module.loadModel(source);
  if (predictor.modelVersion !== modelVersion) {
    throw ModelChanged.create({ source, expected: modelVersion, actual: predictor.modelVersion });
  }
  return predictor;
}
