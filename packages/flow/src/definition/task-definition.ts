import type { Codec } from "@imdb/core";
import {
  callback,
  either,
  having,
  listOf,
  nested,
  type OptionRules,
  oneOf,
  optional,
  optionsOf,
  text,
} from "@imdb/core/options";
import type { TaskContext } from "../contracts/context.js";
import { type Duration, duration, toSeconds } from "../contracts/duration.js";
import type { TaskHooks } from "../contracts/hooks.js";
import type { ResultForm, Serializer } from "../store/stored-result.js";
import {
  defineWork,
  ownerOf,
  type WithInput,
  type WorkDefinition,
  type WorkOptions,
  workRules,
} from "./work-definition.js";

/**
 * Which stored result a task may use instead of running. Results are stored only where the run has a `store`.
 *
 * - `"run"` (the default): its own, from an earlier session of the same run. It makes a killed run resumable
 *   and never skips work in a new run.
 * - `"inputs"`: that of any run, with the same input, task name, version and source.
 * - `{ key, expiration }`: as `"inputs"`, identified by what `key` returns instead of the input, and not older than
 *   `expiration`.
 * - `"none"`: none; it runs again even when its run is resumed.
 */
export type CachePolicy<In> = "run" | "inputs" | "none" | KeyedCache<In>;

interface KeyedCache<In> {
  /** Returns what identifies the input: a version, a path and a hash. Default: the whole input. */
  readonly key?: (input: In) => unknown;
  /** How long a result may be used. Default: without limit. */
  readonly expiration?: Duration;
}

/** Options of a task. Durations are seconds, or texts such as `"30s"`. */
export interface TaskOptions<In, Out> extends WorkOptions<Out> {
  /** Which stored result it may use. Default `"run"`. */
  readonly cache?: CachePolicy<In>;
  /**
   * The codecs of the fitted objects (vectorizers, models) that its input and its result may hold. Stored results, and
   * data from a thread or a queue, are decoded by these codecs only. Default: none.
   */
  readonly codecs?: readonly Codec[];
  /** Writes and reads a result that is more than data, splits, matrices and fitted objects. */
  readonly serializer?: Serializer<Out>;
  /** Tags, for concurrency limits. */
  readonly tags?: readonly string[];
  /** `"flow"` runs it in the flow's process even where the run has threads or a queue. Default `"runner"`. */
  readonly runsIn?: "runner" | "flow";
}

type AnyTaskOptions = TaskOptions<unknown, unknown> & WithInput;

const keyedCache = optionsOf<KeyedCache<unknown>, "key" | "expiration">({
  key: optional(callback()),
  expiration: optional(duration),
});

const taskRules: OptionRules<AnyTaskOptions> = {
  ...workRules,
  cache: ["run", either(oneOf("run", "inputs", "none"), nested(keyedCache))],
  codecs: [[], listOf(having<Codec>("a codec", "decode"))],
  serializer: optional(having<Serializer<unknown>>("a serializer", "encode")),
  tags: [[], listOf(text)],
  runsIn: ["runner", oneOf("runner", "flow")],
};
const taskOptions = optionsOf<
  AnyTaskOptions,
  "input" | "output" | "timeout" | "serializer" | keyof TaskHooks
>(taskRules);

/** The function of a task. */
export type TaskFunction<In, Out> = (input: In, ctx: TaskContext) => Out | Promise<Out>;

/** A task for runners and the engine: options checked, durations in seconds, defaults filled in. */
export interface TaskDefinition<In = unknown, Out = unknown>
  extends WorkDefinition<TaskFunction<In, Out>, Out>,
    ResultForm<Out> {
  /** The source text of its function, which is part of its cache keys. */
  readonly source: string;
  readonly cache: ResolvedCache<In>;
  readonly tags: readonly string[];
  readonly runsIn: "runner" | "flow";
}

/** A cache policy with its defaults. */
export interface ResolvedCache<In> {
  readonly scope: "run" | "inputs" | "none";
  readonly key: ((input: In) => unknown) | undefined;
  /** Seconds. */
  readonly expiration: number | undefined;
}

/** The definition of a task. Throws `INVALID_OPTION`. */
export function defineTask<In, Out>(
  given: TaskOptions<In, Out> & WithInput,
  fn: TaskFunction<In, Out>,
): TaskDefinition<In, Out> {
  const owner = ownerOf("task", given);
  const options = taskOptions.resolve(given as AnyTaskOptions, owner);
  return {
    ...defineWork<TaskFunction<In, Out>, Out>(options, fn, owner),
    source: Function.prototype.toString.call(fn),
    cache: resolveCache(options.cache as CachePolicy<In>),
    codecs: options.codecs,
    serializer: options.serializer as Serializer<Out> | undefined,
    tags: [...new Set(options.tags)].sort(),
    runsIn: options.runsIn,
  };
}

function resolveCache<In>(cache: CachePolicy<In>): ResolvedCache<In> {
  if (typeof cache === "string") return { scope: cache, key: undefined, expiration: undefined };
  const { key, expiration } = cache;
  return {
    scope: "inputs",
    key,
    expiration: expiration === undefined ? undefined : toSeconds(expiration),
  };
}
