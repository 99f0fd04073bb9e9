import {
  callback,
  checkOption,
  either,
  having,
  integer,
  listOf,
  type OptionRule,
  type OptionRules,
  optional,
  type Resolved,
  rule,
  text,
  within,
} from "@imdb/core/options";
import type * as z from "zod";
import { type Duration, duration, toSeconds } from "../contracts/duration.js";
import type { Hook, TaskHooks } from "../contracts/hooks.js";

/** Options that tasks and flows have in common. Durations are seconds, or texts such as `"30s"`. */
export interface WorkOptions<Out> extends TaskHooks {
  /** The name in logs, keys and pages. Unique among the tasks of a flow: workers find a task by it. */
  readonly name: string;
  /** Change it when the result for the same input changes. Default `"1"`. */
  readonly version?: string;
  /** The schema of the result, which is checked after a run and when a stored result is read. */
  readonly output?: z.ZodType<Out>;
  /** Further attempts after a failure. Default 0. */
  readonly retries?: number;
  /**
   * Seconds before a retry: of the first retry, multiplied by `backoff` for each later one; or a list with the delay
   * of each retry, whose last one holds for all that follow. Default 1.
   */
  readonly retryDelay?: Duration | readonly Duration[];
  /** Factor from one retry delay to the next. Default 2. */
  readonly backoff?: number;
  /** The limit of a retry delay. Default `"10m"`. */
  readonly maxRetryDelay?: Duration;
  /**
   * Changes each delay at random by up to ± this share, so that tasks do not all retry at the same moment. Drawn from
   * the run's seed. Default 0.25.
   */
  readonly retryJitter?: number;
  /** Whether another attempt is made after this error. Default: after every error. */
  readonly retryIf?: (error: unknown, attempt: number) => boolean;
  /** The time limit of an attempt. After it the `ctx.signal` aborts, and the attempt fails with `FLOW_TIMEOUT`. */
  readonly timeout?: Duration;
}

/** The schema of the input, where the options have one. */
export interface WithInput {
  readonly input?: z.ZodType | undefined;
}

/** The options of a task or a flow that have no default. */
type WithoutDefault = keyof TaskHooks | "input" | "output" | "timeout";
type AnyWorkOptions = WorkOptions<unknown> & WithInput;

const hook = optional(callback<Hook>());

/** The rule of the name of a task or a flow. */
export const workName: OptionRule<string> = rule(
  "a text of 1 to 100 characters, without control characters and without white space at its ends",
  (value) =>
    typeof value === "string" && /^[^\u0000-\u001f\u007f]{1,100}$/.test(value) && value.trim() === value,
);

/** The rules of the options that tasks and flows have in common. */
export const workRules: OptionRules<AnyWorkOptions> = {
  name: workName,
  version: ["1", text],
  input: optional(having<z.ZodType>("a zod schema", "safeParse")),
  output: optional(having<z.ZodType>("a zod schema", "safeParse")),
  retries: [0, integer(0)],
  retryDelay: [1, either(duration, listOf(duration, 1))],
  backoff: [2, within(1, Number.POSITIVE_INFINITY)],
  maxRetryDelay: ["10m", duration],
  retryJitter: [0.25, within(0, 1)],
  retryIf: [() => true, callback()],
  timeout: optional(duration),
  onRunning: hook,
  onCompletion: hook,
  onFailure: hook,
  onCrashed: hook,
  onCancellation: hook,
};

/** A task or a flow for the engine: options checked, durations in seconds, defaults filled in. */
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

/** When and how often a failed attempt is repeated. Delays are seconds. */
export interface RetryPolicy {
  readonly retries: number;
  readonly delays: readonly number[];
  readonly backoff: number;
  readonly maxDelay: number;
  readonly jitter: number;
  readonly retryIf: (error: unknown, attempt: number) => boolean;
}

/** What options belong to, as error messages name it: `task "load"`. */
export function ownerOf(kind: "task" | "flow", options: unknown): string {
  const name = (Object(options) as { readonly name?: unknown }).name;
  return typeof name === "string" ? `${kind} ${JSON.stringify(name.slice(0, 100))}` : `a ${kind}`;
}

/** The definition of a task or a flow, from its checked options. Throws `INVALID_OPTION` when `fn` is not a function. */
export function defineWork<Fn, Out>(
  options: Resolved<AnyWorkOptions, WithoutDefault>,
  fn: Fn,
  owner: string,
): WorkDefinition<Fn, Out> {
  const { retryDelay, timeout } = options;
  const isList = typeof retryDelay === "object";
  return {
    name: options.name,
    version: options.version,
    fn: checkOption("fn", fn, callback(), owner),
    input: options.input,
    output: options.output as z.ZodType<Out> | undefined,
    retry: {
      retries: options.retries,
      delays: (isList ? retryDelay : [retryDelay]).map(toSeconds),
      // A list holds each delay itself.
      backoff: isList ? 1 : options.backoff,
      maxDelay: toSeconds(options.maxRetryDelay),
      jitter: options.retryJitter,
      retryIf: options.retryIf,
    },
    timeout: timeout === undefined ? undefined : toSeconds(timeout),
    hooks: options,
  };
}
