import type { Codec } from "@imdb/core";
import { checkOption, oneOf } from "@imdb/core/options";
import type { TaskContext } from "../contracts/context.js";
import { type Duration, toSeconds } from "../contracts/duration.js";
import type { ResultForm, Serializer } from "../store/stored-result.js";
import { defineWork, type WithInput, type WorkDefinition, type WorkOptions } from "./work-definition.js";

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
export interface TaskOptions<In, Out> extends WorkOptions<Out> {
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
export interface TaskDefinition<In = unknown, Out = unknown>
  extends WorkDefinition<TaskFunction<In, Out>, Out>,
    ResultForm<Out> {
  /** The text of its function: a change of it changes its cache keys. */
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

/** Checks the options of a task. Throws `INVALID_OPTION`. */
export function defineTask<In, Out>(
  options: TaskOptions<In, Out> & WithInput,
  fn: TaskFunction<In, Out>,
): TaskDefinition<In, Out> {
  return {
    ...defineWork(options, fn),
    source: Function.prototype.toString.call(fn),
    cache: resolveCache(options.cache ?? "run"),
    codecs: options.codecs ?? [],
    serializer: options.serializer,
    tags: [...new Set(options.tags ?? [])].sort(),
    runsIn: options.runsIn ?? "runner",
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
  return {
    scope: checkOption("cache", cache, oneOf("run", "inputs", "none")),
    key: undefined,
    expiration: undefined,
  };
}
