import { InvalidOption } from "@imdb/core";
import { checkOption, integer, within } from "@imdb/core/options";
import type { z } from "zod";
import { type Duration, toSeconds } from "../contracts/duration.js";
import type { TaskHooks } from "../contracts/hooks.js";

/** How a task or a flow runs. Durations are seconds, or texts such as `"30s"`. */
export interface WorkOptions<Out> extends TaskHooks {
  /** Unique among the tasks of a flow: workers, keys and pages know a task by it. */
  readonly name: string;
  /** Change it when it would give another result for the same input. Default `"1"`. */
  readonly version?: string;
  /** What its result must look like, checked when it ran and when a stored result is read. */
  readonly output?: z.ZodType<Out>;
  /** How many times it is run again after a failure. Default 0. */
  readonly retries?: number;
  /**
   * Seconds before a retry: the first one, each later one longer by `backoff`; or one for each retry, the
   * last for all that follow. Default 1.
   */
  readonly retryDelay?: Duration | readonly Duration[];
  /** Factor from one retry delay to the next. Default 2. */
  readonly backoff?: number;
  /** No delay grows beyond it. Default `"10m"`. */
  readonly maxRetryDelay?: Duration;
  /** Spreads delays over ± this part, by the run's seed, so that retries do not come in step. Default 0.25. */
  readonly retryJitter?: number;
  /** Whether a failure is worth a retry; default: every one is. */
  readonly retryIf?: (error: unknown, attempt: number) => boolean;
  /** Ends an attempt that takes longer: its `ctx.signal`, or that of a flow's tasks, aborts, and it fails with `FLOW_TIMEOUT`. */
  readonly timeout?: Duration;
}

/** What tasks and flows have in common: options checked, durations in seconds, defaults filled in. */
export interface WorkDefinition<Fn, Out> {
  readonly name: string;
  readonly version: string;
  readonly fn: Fn;
  readonly input: z.ZodType | undefined;
  readonly output: z.ZodType<Out> | undefined;
  readonly retry: RetryPolicy;
  readonly timeout: number | undefined;
  readonly hooks: TaskHooks;
}

/** When and how often a failed attempt is repeated; delays in seconds. */
export interface RetryPolicy {
  readonly retries: number;
  readonly delays: readonly number[];
  readonly backoff: number;
  readonly maxDelay: number;
  readonly jitter: number;
  readonly retryIf: (error: unknown, attempt: number) => boolean;
}

/** The schema of an input, beside the options that say what it is the input of. */
export interface WithInput {
  readonly input?: z.ZodType | undefined;
}

/** Checks the options of a task or a flow. Throws `INVALID_OPTION`. */
export function defineWork<Fn, Out>(options: WorkOptions<Out> & WithInput, fn: Fn): WorkDefinition<Fn, Out> {
  if (typeof fn !== "function") invalid("fn", fn, "a function");
  return {
    name: checkName(options.name),
    version: options.version ?? "1",
    fn,
    input: options.input,
    output: options.output,
    retry: retryPolicy(options),
    timeout: options.timeout === undefined ? undefined : toSeconds(options.timeout, "timeout"),
    hooks: options,
  };
}

function retryPolicy(options: WorkOptions<unknown>): RetryPolicy {
  const { retries = 0, retryDelay = 1, backoff = 2, retryJitter = 0.25, maxRetryDelay = "10m" } = options;
  if (!(backoff >= 1 && Number.isFinite(backoff))) invalid("backoff", backoff, "a number from 1");
  const isList = typeof retryDelay === "object";
  const delays = (isList ? retryDelay : [retryDelay]).map((delay) => toSeconds(delay, "retryDelay"));
  if (delays.length === 0) invalid("retryDelay", "[]", "at least one delay");
  return {
    retries: checkOption("retries", retries, integer(0)),
    delays,
    // A list says each delay itself.
    backoff: isList ? 1 : backoff,
    maxDelay: toSeconds(maxRetryDelay, "maxRetryDelay"),
    jitter: checkOption("retryJitter", retryJitter, within(0, 1)),
    retryIf: options.retryIf ?? (() => true),
  };
}

/** A name of a task or flow: not empty, not long, no control characters. Throws `INVALID_OPTION`. */
function checkName(name: string): string {
  if (typeof name === "string" && /^[^\u0000-\u001f\u007f]{1,100}$/.test(name) && name.trim() === name)
    return name;
  return invalid("name", name, "a text of 1 to 100 characters without control characters");
}

function invalid(option: string, value: unknown, expected: string): never {
  throw InvalidOption.create({ option, value, expected });
}
