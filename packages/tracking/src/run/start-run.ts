import { randomInt } from "node:crypto";
import { Cancelled } from "@imdb/core";
import { truncate } from "../entities/names.js";
import type { EndStatus, Run } from "../entities/run.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { environmentTags, userName } from "./environment-tags.js";
import { type ActiveRun, runHandle, tagTexts } from "./run-handle.js";
import { assertSystemMetrics, type SystemMetricsOptions, sampleSystemMetrics } from "./system-metrics.js";

/** Options of a new run. */
export interface RunStartOptions {
  /** Default: a random name of two words and a number. */
  readonly runName?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Shown by MLflow as the run's description. */
  readonly description?: string | undefined;
  /** The run this one is part of: MLflow shows it nested below. */
  readonly parentRunId?: string | undefined;
  /** Logs CPU and memory use while the run is open. Default: not. */
  readonly systemMetrics?: SystemMetricsOptions | undefined;
}

/** A run opened again. */
export type ResumedRun = ActiveRun;

/** Makes a run of an experiment, with the tags of its environment. */
export async function startRun(
  store: TrackingStore,
  experimentId: string,
  options: RunStartOptions,
): Promise<ActiveRun> {
  const { runName = randomRunName(), tags = {}, description, parentRunId, systemMetrics } = options;
  if (systemMetrics) assertSystemMetrics(systemMetrics);
  const { info } = await store.createRun({
    experimentId,
    runName,
    userId: userName(),
    startTime: Date.now(),
    tags: tagTexts({
      ...(await environmentTags()),
      ...(description !== undefined && { "mlflow.note.content": description }),
      ...(parentRunId !== undefined && { "mlflow.parentRunId": parentRunId }),
      ...tags,
      "mlflow.runName": runName,
    }),
  });
  return openRun(store, { info, latestMetrics: [] }, systemMetrics);
}

/** The handle of a run that is RUNNING in the store; it is ended when the process goes down. */
export function openRun(
  store: TrackingStore,
  { info, latestMetrics }: Pick<Run, "info" | "latestMetrics">,
  systemMetrics?: SystemMetricsOptions,
): ActiveRun {
  const { runId, runName, experimentId, artifactUri } = info;
  const sampler = systemMetrics && sampleSystemMetrics(store, runId, systemMetrics);
  const unwatch = watchRun(store, runId);
  return runHandle(store, { runId, runName, experimentId, artifactUri }, latestMetrics, async () => {
    unwatch();
    await sampler?.stop();
  });
}

/**
 * Does `work` with an open run and ends the run, whatever happens: FINISHED when `work` resolves, KILLED when it
 * was cancelled, FAILED when it throws. The error goes on to the caller; it is noted in the tag `imdb.error`.
 */
export async function withRun<T>(run: ActiveRun, work: (run: ActiveRun) => Promise<T> | T): Promise<T> {
  let result: T;
  try {
    result = await work(run);
  } catch (error) {
    await endAfter(error, run);
    throw error;
  }
  await run.end("FINISHED");
  return result;
}

async function endAfter(error: unknown, run: ActiveRun): Promise<void> {
  const status: EndStatus = isCancellation(error) ? "KILLED" : "FAILED";
  try {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    await run.setTag("imdb.error", truncate(text.toWellFormed(), 1_000));
    await run.end(status);
  } catch (second) {
    // Both failures matter: the first says why the run ended, the second that the store does not know.
    throw new AggregateError([error, second], "A run failed, and its end could not be recorded");
  }
}

function isCancellation(error: unknown): boolean {
  return Cancelled.is(error) || (error instanceof Error && error.name === "AbortError");
}

const ADJECTIVES =
  "able bold brisk calm candid clear deft eager fair fleet frank glad keen kind lucid merry neat noble plain prime proud quick quiet rapid ready sharp smart solid spry stout sunny swift tidy true vivid warm wise witty".split(
    " ",
  );
const NOUNS =
  "arc bass birch brook cedar cliff coast crane creek dune elm fern finch fjord flint gale grove hare hawk heron lark ledge maple marsh moss otter peak pine quail reef ridge robin sedge shoal slate snipe spruce tern vale wren".split(
    " ",
  );

/** A name for a run that was given none, such as `swift-heron-417`, in the manner of MLflow's. */
function randomRunName(): string {
  const pick = (words: readonly string[]) => words[randomInt(words.length)]!;
  return `${pick(ADJECTIVES)}-${pick(NOUNS)}-${randomInt(1_000)}`;
}

// Runs that are open in this process. When it goes down by a signal or process.exit, stores that can (the local
// one) end them at once, so that no run stays RUNNING for ever. kill -9 leaves them RUNNING: nobody can tell.

const open = new Map<string, TrackingStore>();
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Ends a run as the process goes down, until the returned function is called. */
function watchRun(store: TrackingStore, runId: string): () => void {
  if (open.size === 0) listen();
  open.set(runId, store);
  return () => {
    open.delete(runId);
    if (open.size === 0) unlisten();
  };
}

function endAll(status: EndStatus): void {
  for (const [runId, store] of open) {
    try {
      store.endRunNow?.(runId, status);
    } catch {
      // The process is going down; there is nobody left to tell, and the other runs still have to be ended.
    }
  }
  open.clear();
}

function onExit(code: number): void {
  endAll(code === 0 ? "KILLED" : "FAILED");
}

function onSignal(signal: NodeJS.Signals): void {
  // Whoever else listens decides what a signal means: perhaps to cancel the work, and end its runs by that.
  if (process.listenerCount(signal) > 1) return;
  endAll("KILLED");
  unlisten();
  process.kill(process.pid, signal);
}

function listen(): void {
  process.on("exit", onExit);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function unlisten(): void {
  process.off("exit", onExit);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}
