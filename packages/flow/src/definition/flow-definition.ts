import { callback, having, integer, oneOf, optional, optionsOf, runRules, seed } from "@imdb/core/options";
import type { RunContext } from "../contracts/context.js";
import { type Duration, duration } from "../contracts/duration.js";
import type { FlowEvent } from "../contracts/events.js";
import type { TaskHooks } from "../contracts/hooks.js";
import { date } from "../contracts/rules.js";
import type { StepResult } from "../contracts/step.js";
import { runIdRule } from "../runs/run-id.js";
import type { RunStore } from "../runs/run-store.js";
import type { ResultStore } from "../store/result-store.js";
import type { ConcurrencyLimits } from "./limits.js";
import type { Runner } from "./runner.js";
import {
  defineWork,
  ownerOf,
  type WithInput,
  type WorkDefinition,
  type WorkOptions,
  workRules,
} from "./work-definition.js";

/** Options of a flow. A `timeout` ends the run with all its tasks. */
export interface FlowOptions<Out> extends WorkOptions<Out> {}

/** The function of a flow. */
export type FlowFunction<In, Out> = (input: In, ctx: RunContext) => Out | Promise<Out>;

/** A flow for the engine. */
export interface FlowDefinition<In = unknown, Out = unknown>
  extends WorkDefinition<FlowFunction<In, Out>, Out> {}

const flowOptions = optionsOf<
  FlowOptions<unknown> & WithInput,
  "input" | "output" | "timeout" | keyof TaskHooks
>(workRules);

/** The definition of a flow. Throws `INVALID_OPTION`. */
export function defineFlow<In, Out>(
  given: FlowOptions<Out> & WithInput,
  fn: FlowFunction<In, Out>,
): FlowDefinition<In, Out> {
  const owner = ownerOf("flow", given);
  return defineWork(flowOptions.resolve(given as FlowOptions<unknown> & WithInput, owner), fn, owner);
}

/** Settings of a run, beside its input. Only `seed` may change a result. */
export interface RunSettings {
  /** Cancels the run and, through their `ctx.signal`, its tasks. */
  readonly signal?: AbortSignal;
  /** Called with every event of the run, in order: for a live view. */
  readonly onEvent?: (event: FlowEvent) => void;
  /** Keeps results: without it nothing is cached and a run cannot be resumed. */
  readonly store?: ResultStore;
  /** Where the run is recorded: its journal, its HTML page, and what is needed to resume it. Default: nowhere. */
  readonly runs?: RunStore;
  /**
   * With `runs`, whether the newest run of the same flow, version, input and seed is continued when it did not
   * complete. Default `"unfinished"`.
   */
  readonly resume?: "unfinished" | "never";
  /** Where tasks run. Default: in this process, at most 32 at once. */
  readonly runner?: Runner;
  /** Concurrency limits by tag. */
  readonly limits?: ConcurrencyLimits;
  /** The id of the run. With a `store`, the id of an earlier run resumes it. Default: a new id. */
  readonly runId?: string;
  /** When the run was due. A schedule sets it, and the run's first state is then `Scheduled`. */
  readonly scheduledFor?: Date;
  /** Tasks get it as `ctx.seed`; it also draws the jitter of retries. Default 0. */
  readonly seed?: number;
  /** Tasks get it as `ctx.threads`. Default 1. */
  readonly threads?: number;
  /** How long cancelled or timed-out work may take to clean up; then the run continues without it. Default 2 s. */
  readonly grace?: Duration;
}

/** The schema of {@link RunSettings}. */
export const runSettings = optionsOf<
  RunSettings,
  "signal" | "onEvent" | "store" | "runs" | "runner" | "limits" | "runId" | "scheduledFor"
>({
  signal: runRules.signal,
  onEvent: optional(callback()),
  store: optional(having<ResultStore>("a result store", "get")),
  runs: optional(having<RunStore>("a run store", "begin")),
  resume: ["unfinished", oneOf("unfinished", "never")],
  runner: optional(having<Runner>("a runner", "execute")),
  limits: optional(having<ConcurrencyLimits>("the result of concurrencyLimits", "of")),
  runId: optional(runIdRule),
  scheduledFor: optional(date),
  seed: [0, seed],
  threads: [1, integer(1)],
  grace: [2, duration],
});

/** What every finished run has. */
export interface FinishedRun {
  readonly runId: string;
  readonly flow: string;
  /** Its task runs and subflows, in the order in which they were called. */
  readonly steps: readonly StepResult[];
  readonly seconds: number;
}

/** The final state of a flow run: a result, or an error. */
export type FlowRun<Out> = FinishedRun &
  (
    | { readonly state: "Completed"; readonly result: Out }
    | { readonly state: "Failed" | "Crashed" | "Cancelled"; readonly error: unknown }
  );
