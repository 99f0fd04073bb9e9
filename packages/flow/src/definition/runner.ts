import type { Progress } from "@imdb/core";
import type { TaskContext } from "../contracts/context.js";
import type { Artifact, LogFields, LogLevel } from "../contracts/events.js";
import type { ResultStore } from "../store/result-store.js";
import type { TaskDefinition } from "./task-definition.js";

/** The description of an attempt, for the process or thread that makes it. */
export interface JobFacts {
  readonly runId: string;
  readonly flow: string;
  readonly taskRunId: string;
  /** From 1. */
  readonly attempt: number;
  /** Whether it is the last attempt: its failure is that of the task. */
  readonly last: boolean;
  readonly threads: number;
  readonly seed: number;
  /** Seconds that an attempt has after an abort to end by itself. */
  readonly grace: number;
}

/** The description of a job's attempt, without the functions of the job. */
export function factsOf(job: JobFacts): JobFacts {
  const { runId, flow, taskRunId, attempt, last, threads, seed, grace } = job;
  return { runId, flow, taskRunId, attempt, last, threads, seed, grace };
}

/** The functions by which an attempt reports what it does. */
export interface Notes {
  log(level: LogLevel, message: string, fields?: LogFields): void;
  progress(progress: Progress): void;
  artifact(artifact: Artifact): void;
}

/** One attempt at one task, for a runner. */
export interface TaskJob<In = unknown, Out = unknown> extends JobFacts, Notes {
  readonly task: TaskDefinition<In, Out>;
  readonly input: In;
  /** The key under which the result is stored; `undefined` when it is not stored. */
  readonly key: string | undefined;
  /** The run's store. */
  readonly store: ResultStore | undefined;
  /** Aborts when the run is cancelled. */
  readonly signal: AbortSignal;
  /** Calls the task's function in the flow's process, within its run. A remote runner does not use it. */
  call(ctx: TaskContext): Promise<Out>;
  /** Runs another task or flow within the run of this task, as `ctx.run` does. */
  readonly run: TaskContext["run"];
}

/** The result of an attempt. */
export interface TaskOutcome<Out> {
  readonly value: Out;
  /** Whether the runner has already stored it in the run's store, under the job's key. */
  readonly stored: boolean;
}

/**
 * Runs tasks: in process, on threads or over a queue. A job is one attempt; retries, caching, limits and states are the
 * same for all runners.
 */
export interface Runner {
  readonly name: string;
  /** Greatest number of jobs that a flow gives it at the same time. */
  readonly concurrency: number;
  /**
   * Runs one attempt within the task's timeout. Rejects with what the task threw, `FLOW_TIMEOUT`, `CANCELLED`,
   * or an error of kind `internal` when the thread or worker that ran it died.
   */
  execute<In, Out>(job: TaskJob<In, Out>): Promise<TaskOutcome<Out>>;
  /** Frees its threads and connections. A run does not close the runner of its settings. */
  close(): Promise<void>;
}
