import { type Codec, InvalidOption } from "@imdb/core";
import type { z } from "zod";
import type { TaskContext } from "../contracts/context.js";
import { type Duration, toSeconds } from "../contracts/duration.js";
import type { TaskHooks } from "../contracts/hooks.js";
import type { ResultForm, Serializer } from "../store/stored-result.js";

/**
 * Whose result a task may take over instead of running. Results are kept only where the run has a `store`.
 *
 * - `"run"` (the default): its own, from an earlier attempt at the same run. It makes a killed run resumable
 *   and never skips work in a new run.
 * - `"inputs"`: that of any run, with the same input, task name, version and source.
 * - `{ key, expiration }`: likewise, identified by what `key` gives instead of the input, and no older than
 *   `expiration`.
 * - `"none"`: nobody's; it runs again even when its run is resumed.
 */
export type CachePolicy<In> =
  | "run"
  | "inputs"
  | "none"
  | {
      /** What identifies the input: a version, a path and a hash. Default: the whole input. */
      readonly key?: (input: In) => unknown;
      /** How long a result counts. Default: for ever. */
      readonly expiration?: Duration;
    };

/** How a task runs. Durations are seconds, or texts such as `"30s"`. */
export interface TaskOptions<In, Out> extends TaskHooks {
  /** Unique among the tasks of a flow: workers, keys and pages know a task by it. */
  readonly name: string;
  /** Change it when the task would give another result for the same input. Default `"1"`. */
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
  /** Ends an attempt that takes longer: its `ctx.signal` aborts, and it fails with `FLOW_TIMEOUT`. */
  readonly timeout?: Duration;
  /** Whose result it may take over. Default `"run"`. */
  readonly cache?: CachePolicy<In>;
  /**
   * Of the fitted objects (vectorizers, models) that its input and its result may hold: what is kept or comes from
   * a thread or a queue names kinds, and these are the ones allowed. Default: none.
   */
  readonly codecs?: readonly Codec[];
  /** Writes and reads its result when that is more than data, splits, matrices and fitted objects. */
  readonly serializer?: Serializer<Out>;
  /** Names that concurrency limits and pages know it by. */
  readonly tags?: readonly string[];
  /** `"flow"` keeps it in the flow's process even where the run has threads or a queue. Default `"runner"`. */
  readonly runsIn?: "runner" | "flow";
}

/** The function of a task. */
export type TaskFunction<In, Out> = (input: In, ctx: TaskContext) => Out | Promise<Out>;

/** A task as runners and the engine see it: options checked, durations in seconds, defaults filled in. */
export interface TaskDefinition<In = unknown, Out = unknown> extends ResultForm<Out> {
  readonly name: string;
  readonly version: string;
  /** The text of its function: a change of it changes its cache keys. */
  readonly source: string;
  readonly fn: TaskFunction<In, Out>;
  readonly input: z.ZodType | undefined;
  readonly output: z.ZodType<Out> | undefined;
  readonly retry: RetryPolicy;
  readonly timeout: number | undefined;
  readonly cache: ResolvedCache<In>;
  readonly tags: readonly string[];
  readonly runsIn: "runner" | "flow";
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

/** A cache policy with its defaults. */
export interface ResolvedCache<In> {
  readonly scope: "run" | "inputs" | "none";
  readonly key: ((input: In) => unknown) | undefined;
  /** Seconds. */
  readonly expiration: number | undefined;
}

/** Checks the options of a task. Throws `INVALID_OPTION`. */
export function defineTask<In, Out>(
  options: TaskOptions<In, Out> & { readonly input?: z.ZodType | undefined },
  fn: TaskFunction<In, Out>,
): TaskDefinition<In, Out> {
  if (typeof fn !== "function") invalid("fn", fn, "the task's function");
  return {
    name: checkName(options.name),
    version: options.version ?? "1",
    source: Function.prototype.toString.call(fn),
    fn,
    input: options.input,
    output: options.output,
    retry: retryPolicy(options),
    timeout: options.timeout === undefined ? undefined : toSeconds(options.timeout, "timeout"),
    cache: resolveCache(options.cache ?? "run"),
    codecs: options.codecs ?? [],
    serializer: options.serializer,
    tags: [...new Set(options.tags ?? [])].sort(),
    runsIn: options.runsIn ?? "runner",
    hooks: options,
  };
}

/** Checks the options that say how failures are retried. Throws `INVALID_OPTION`. */
export function retryPolicy(
  options: Pick<
    TaskOptions<never, never>,
    "retries" | "retryDelay" | "backoff" | "maxRetryDelay" | "retryJitter" | "retryIf"
  >,
): RetryPolicy {
  const { retries = 0, retryDelay = 1, backoff = 2, retryJitter = 0.25, maxRetryDelay = "10m" } = options;
  if (!Number.isInteger(retries) || retries < 0) invalid("retries", retries, "an integer from 0");
  if (!(backoff >= 1 && Number.isFinite(backoff))) invalid("backoff", backoff, "a number from 1");
  if (!(retryJitter >= 0 && retryJitter <= 1))
    invalid("retryJitter", retryJitter, "a number between 0 and 1");
  const isList = typeof retryDelay === "object";
  const delays = (isList ? retryDelay : [retryDelay]).map((delay) => toSeconds(delay, "retryDelay"));
  if (delays.length === 0) invalid("retryDelay", "[]", "at least one delay");
  return {
    retries,
    delays,
    // A list says each delay itself.
    backoff: isList ? 1 : backoff,
    maxDelay: toSeconds(maxRetryDelay, "maxRetryDelay"),
    jitter: retryJitter,
    retryIf: options.retryIf ?? (() => true),
  };
}

function resolveCache<In>(cache: CachePolicy<In>): ResolvedCache<In> {
  if (typeof cache === "object") {
    const { key, expiration } = cache;
    return {
      scope: "inputs",
      key,
      expiration: expiration === undefined ? undefined : toSeconds(expiration, "cache.expiration"),
    };
  }
  if (!["run", "inputs", "none"].includes(cache)) {
    invalid("cache", cache, '"run", "inputs", "none" or { key, expiration }');
  }
  return { scope: cache, key: undefined, expiration: undefined };
}

/** A name of a task or flow: not empty, not long, no control characters. Throws `INVALID_OPTION`. */
export function checkName(name: string): string {
  if (typeof name === "string" && /^[^\u0000-\u001f\u007f]{1,100}$/.test(name) && name.trim() === name)
    return name;
  return invalid("name", name, "a text of 1 to 100 characters without control characters");
}

function invalid(option: string, value: unknown, expected: string): never {
  throw InvalidOption.create({ option, value, expected });
}
