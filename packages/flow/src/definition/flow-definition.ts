import type { RunContext } from "../contracts/context.js";
import type { Duration } from "../contracts/duration.js";
import type { FlowEvent } from "../contracts/events.js";
import type { StepResult } from "../contracts/step.js";
import type { RunStore } from "../runs/run-store.js";
import type { ResultStore } from "../store/result-store.js";
import type { ConcurrencyLimits } from "./limits.js";
import type { Runner } from "./runner.js";
import type { WorkDefinition, WorkOptions } from "./work-definition.js";

/** How a flow runs. A `timeout` ends the run with all its tasks. */
export interface FlowOptions<Out> extends WorkOptions<Out> {}

/** The function of a flow. */
export type FlowFunction<In, Out> = (input: In, ctx: RunContext) => Out | Promise<Out>;

/** A flow as the engine sees it. */
export interface FlowDefinition<In = unknown, Out = unknown>
  extends WorkDefinition<FlowFunction<In, Out>, Out> {}

/** What a run is given beside its input. Nothing here changes a result but `seed`. */
export interface RunSettings {
  /** Cancels the run and, through their `ctx.signal`, its tasks. */
  readonly signal?: AbortSignal;
  /** Told of everything that happens, in order: what a live view draws. */
  readonly onEvent?: (event: FlowEvent) => void;
  /** Keeps results: without it nothing is cached and a run cannot be resumed. */
  readonly store?: ResultStore;
  /** Remembers the run: its journal, its page, and that it can be resumed. */
  readonly runs?: RunStore;
  /**
   * With `runs`, whether the newest run of the same flow, version, input and seed is continued when it did not
   * complete. Default `"unfinished"`.
   */
  readonly resume?: "unfinished" | "never";
  /** Where tasks run. Default: in this process, 32 at once. */
  readonly runner?: Runner;
  /** Concurrency limits by tag. */
  readonly limits?: ConcurrencyLimits;
  /** Names the run. With a `store`, the id of an earlier run resumes it. Default: a new id. */
  readonly runId?: string;
  /** When it was due; a schedule says so, and the run's first state is then `Scheduled`. */
  readonly scheduledFor?: Date;
  /** Handed to tasks as `ctx.seed`, and draws the jitter of retries. Default 0. */
  readonly seed?: number;
  /** Handed to tasks as `ctx.threads`. Default 1. */
  readonly threads?: number;
  /** How long cancelled and timed-out work may take to clean up before it is left alone. Default 2 s. */
  readonly grace?: Duration;
}

/** What every finished run has. */
export interface FlowRunFacts {
  readonly runId: string;
  readonly flow: string;
  /** Its task runs and subflows, in the order in which they were called. */
  readonly steps: readonly StepResult[];
  readonly seconds: number;
}

/** The final state of a flow run: a result, or an error. */
export type FlowRun<Out> = FlowRunFacts &
  (
    | { readonly state: "Completed"; readonly result: Out }
    | { readonly state: "Failed" | "Crashed" | "Cancelled"; readonly error: unknown }
  );
