import type { Progress, RunOptions } from "@imdb/core";
import type { Artifact, LogFields, LogLevel } from "./events.js";

/** The log of a run. Lines are events of the run and are written to its journal; nothing is printed. */
export type FlowLogger = Readonly<Record<LogLevel, (message: string, fields?: LogFields) => void>>;

/**
 * The context that a flow function gets beside its input. It is a `RunOptions`, and can be passed to any long work:
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
   * Runs a task or a flow within this run. The same as calling it, for code that has lost its asynchronous context (the
   * callback of an event emitter, a pool).
   */
  run<In, Out>(work: Callable<In, Out>, input: In): Promise<Out>;
  /** Adds a link, a text or a table to the page of the run. */
  artifact(artifact: Artifact): void;
}

/** The context that a task function gets beside its input. */
export interface TaskContext extends RunContext {
  readonly onProgress: (progress: Progress) => void;
  readonly task: string;
  readonly taskRunId: string;
  /** From 1. */
  readonly attempt: number;
}

/** A task or a flow, for `ctx.run`. */
export interface Callable<In, Out> {
  /** Runs it within the given run, or by itself where there is none. Called by the library. */
  readonly [CALL]: (input: In, scope: unknown) => Promise<Out>;
}

/** The key of the internal function of a task or a flow, the same in all copies of the package. */
export const CALL: unique symbol = Symbol.for("@imdb/flow/call") as never;
