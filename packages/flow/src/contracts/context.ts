import type { Progress, RunOptions } from "@imdb/core";
import type { Artifact, LogFields, LogLevel } from "./events.js";

/** A run's log. Lines go to the run's events and journal; nothing is printed. */
export type FlowLogger = Readonly<Record<LogLevel, (message: string, fields?: LogFields) => void>>;

/**
 * What a flow function gets beside its input. It is a `RunOptions`, so it can be handed on to any long work:
 * `classifier.fit(X, y, ctx)`.
 */
export interface RunContext extends RunOptions {
  readonly signal: AbortSignal;
  readonly threads: number;
  readonly seed: number;
  readonly runId: string;
  /** The flow's name. */
  readonly flow: string;
  readonly logger: FlowLogger;
  /**
   * Runs a task or a flow under this run: the same as calling it, for code that has lost its asynchronous
   * context (an event emitter's callback, a pool) or likes to say it.
   */
  run<In, Out>(work: Callable<In, Out>, input: In): Promise<Out>;
  /** Leaves a link, a text or a table for whoever reads the run's page. */
  artifact(artifact: Artifact): void;
}

/** What a task function gets beside its input. */
export interface TaskContext extends RunContext {
  readonly onProgress: (progress: Progress) => void;
  readonly task: string;
  readonly taskRunId: string;
  /** From 1. */
  readonly attempt: number;
}

/** A task or a flow, as `ctx.run` takes it. */
export interface Callable<In, Out> {
  /** Runs it under a given run, or on its own where there is none. Called by the library. */
  readonly [CALL]: (input: In, scope: unknown) => Promise<Out>;
}

/** How a context reaches the inside of a task or flow, of whichever copy of the package. */
export const CALL: unique symbol = Symbol.for("@imdb/flow/call") as never;
