import type { Progress } from "@imdb/core";
import type { TaskContext } from "../contracts/context.js";
import type { Artifact, LogFields, LogLevel } from "../contracts/events.js";
import type { ResultStore } from "../store/result-store.js";
import type { TaskDefinition } from "./task-definition.js";

/** What a task is told of its attempt, wherever it runs. */
export interface JobFacts {
  readonly runId: string;
  readonly flow: string;
  readonly taskRunId: string;
  /** From 1. */
  readonly attempt: number;
  /** Whether a failure of this attempt is the task's. */
  readonly last: boolean;
  readonly threads: number;
  readonly seed: number;
  /** Seconds an attempt is given after an abort to end by itself. */
  readonly grace: number;
}

/** The facts of a job, to be sent to where it runs. */
export function factsOf(job: JobFacts): JobFacts {
  const { runId, flow, taskRunId, attempt, last, threads, seed, grace } = job;
  return { runId, flow, taskRunId, attempt, last, threads, seed, grace };
}

/** How an attempt tells what it does. */
export interface Notes {
  log(level: LogLevel, message: string, fields?: LogFields): void;
  progress(progress: Progress): void;
  artifact(artifact: Artifact): void;
}

/** One attempt at one task, as a runner gets it. */
export interface TaskJob<In = unknown, Out = unknown> extends JobFacts, Notes {
  readonly task: TaskDefinition<In, Out>;
  readonly input: In;
  /** Under which a result is stored; `undefined` where none is. */
  readonly key: string | undefined;
  /** The run's store. */
  readonly store: ResultStore | undefined;
  /** Aborts when the run is cancelled. */
  readonly signal: AbortSignal;
  /** Calls the function in the flow's process, within its run. A remote runner does not use it. */
  call(ctx: TaskContext): Promise<Out>;
  /** Runs other work under this task's run, as `ctx.run` does. */
  readonly run: TaskContext["run"];
}

/** What an attempt gave. */
export interface TaskOutcome<Out> {
  readonly value: Out;
  /** Whether the runner has already put it into the run's store under the job's key. */
  readonly stored: boolean;
}

/**
 * Where tasks run. It does one attempt at a time a job; retries, caching, limits and states are the
 * engine's, the same for all runners.
 */
export interface Runner {
  readonly name: string;
  /** How many jobs are given to it at once. */
  readonly concurrency: number;
  /**
   * Runs one attempt within the task's timeout. Rejects with what the task threw, `FLOW_TIMEOUT`, `CANCELLED`,
   * or an error of kind `internal` when whatever ran it died.
   */
  execute<In, Out>(job: TaskJob<In, Out>): Promise<TaskOutcome<Out>>;
  /** Frees what it holds. A run does not close a runner it was given. */
  close(): Promise<void>;
}
