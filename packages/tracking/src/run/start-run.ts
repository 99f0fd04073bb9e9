import { randomInt } from "node:crypto";
import { Cancelled } from "@imdb/core";
import { nested, optional, optionsOf, recordOf, rule, text } from "@imdb/core/options";
import { truncate } from "../entities/names.js";
import type { EndStatus, Run } from "../entities/run.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { environmentTags, userName } from "./environment-tags.js";
import { type ActiveRun, runHandle, tagTexts } from "./run-handle.js";
import { type SystemMetricsOptions, sampleSystemMetrics, systemMetricsOptions } from "./system-metrics.js";

/** Options of a new run. */
export interface RunStartOptions {
  /** Default: a random name of two words and a number. */
  readonly runName?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** MLflow shows it as the run's description. */
  readonly description?: string | undefined;
  /** The run that this one is part of: MLflow shows this run nested below it. */
  readonly parentRunId?: string | undefined;
  /** Logs CPU and memory use while the run is open. Default: nothing is logged. */
  readonly systemMetrics?: SystemMetricsOptions | undefined;
}

const runStartOptions = optionsOf<RunStartOptions, Exclude<keyof RunStartOptions, "tags">>({
  runName: optional(text),
  // A wrong tag is refused by the store, which names its key.
  tags: [{}, recordOf(rule<string>("a text", () => true))],
  description: optional(text),
  parentRunId: optional(text),
  systemMetrics: optional(nested(systemMetricsOptions)),
});

/** A run that was resumed. */
export type ResumedRun = ActiveRun;

/** Creates a run of an experiment, with the tags of its environment. */
export async function startRun(
  store: TrackingStore,
  experimentId: string,
  options: RunStartOptions,
): Promise<ActiveRun> {
  const { tags, description, parentRunId, systemMetrics, ...given } = runStartOptions.resolve(
    options,
    "startRun",
  );
  const { runName = randomRunName() } = given;
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

/** Makes the handle of a run that is RUNNING in the store. The run is ended when the process exits. */
export function openRun(
  store: TrackingStore,
  { info, latestMetrics }: Pick<Run, "info" | "latestMetrics">,
  systemMetrics?: SystemMetricsOptions,
): ActiveRun {
  const { runId, runName, experimentId, artifactUri } = info;
  const sampler = systemMetrics && sampleSystemMetrics(store, runId, systemMetrics);
  const stopEndingOnExit = endOnExit(store, runId);
  return runHandle(store, { runId, runName, experimentId, artifactUri }, latestMetrics, {
    before: async () => sampler?.stop(),
    // Until then the exit of the process ends it.
    after: stopEndingOnExit,
  });
}

/**
 * Does `work` with an open run, and ends the run: FINISHED when `work` resolves, KILLED when it was cancelled, FAILED
 * when it throws. The error is thrown again, and kept in the tag `imdb.error`.
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
    // The first error says why the run ended, the second why the store does not have its end.
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

/** A random name such as `swift-heron-417`, like MLflow's. */
function randomRunName(): string {
  const pick = (words: readonly string[]) => words[randomInt(words.length)]!;
  return `${pick(ADJECTIVES)}-${pick(NOUNS)}-${randomInt(1_000)}`;
}

// The runs that are open in this process. When the process exits by a signal or process.exit, a store that can write
// synchronously (the local one) ends them. After kill -9 they stay RUNNING, until `recover` is called.

const open = new Map<string, TrackingStore>();
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Ends a run when the process exits. The returned function stops that. */
function endOnExit(store: TrackingStore, runId: string): () => void {
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
      // The process exits: nobody can handle the failure, and the other runs still have to be ended.
    }
  }
  open.clear();
}

function onExit(code: number): void {
  endAll(code === 0 ? "KILLED" : "FAILED");
}

function onSignal(signal: NodeJS.Signals): void {
  // Another listener decides what the signal means: it may cancel the work, which ends the runs.
  if (process.listenerCount(signal) > 1) return;
  endAll("KILLED");
  unlisten();
  process.kill(process.pid, signal);
}

function listen(): void {
  process.on("exit", onExit);
  // Before the others: a listener for once is removed before it is called, and would not be counted.
  for (const signal of SIGNALS) process.prependListener(signal, onSignal);
}

function unlisten(): void {
  process.off("exit", onExit);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}
