import { parseWith } from "@imdb/core";
import type * as z from "zod";
import type { TaskDefinition } from "../definition/task-definition.js";
import { DamagedResult, UnstorableValue } from "../errors.js";
import type { ResultStore } from "../store/result-store.js";
import { encodeResult, openResult } from "../store/stored-result.js";
import { log, type TaskCall } from "./run.js";

/** The value of a step, and whether it was cached. Wrapped, because `undefined` is a value too. */
export interface StepValue<Out> {
  readonly value: Out;
  readonly cached: boolean;
}

/** Finds a usable stored result. One that is damaged, expired or of another format is deleted. */
export async function findCached<In, Out>(
  { run, step, task }: TaskCall<In, Out>,
  key: string,
): Promise<StepValue<Out> | undefined> {
  let isRead = false;
  try {
    const bytes = await run.store?.get(key);
    if (bytes === undefined) return undefined;
    isRead = true;
    const stored = openResult<Out>(key, bytes, task);
    const staleness = stalenessOf(stored.header.createdAt, task.cache.expiration);
    if (staleness) log(run, step, staleness.level, `the stored result ${staleness.reason}`);
    else if (stored.readable) {
      const value = await stored.value();
      return { value: task.output ? task.output.parse(value) : value, cached: true };
    }
  } catch (error) {
    if (!isRead && !DamagedResult.is(error)) throw error;
    // Whatever is wrong with a stored result, the task can still run.
    const reason = error instanceof Error ? error.message : String(error);
    log(run, step, "warn", DamagedResult.is(error) ? reason : `the stored result cannot be used: ${reason}`);
  }
  // It must be deleted, because a worker does not run a task whose key exists.
  await run.store?.delete(key);
  return undefined;
}

/** How far the clock of another machine may be ahead, in milliseconds. A result is never fresh for twice its time. */
const CLOCK_SKEW_MS = 60_000;

/** Why a result is not fresh; `undefined` when it is. */
function stalenessOf(createdAt: number, expiration: number | undefined) {
  if (expiration === undefined) return undefined;
  const age = Date.now() - createdAt;
  if (age >= expiration * 1000)
    return { level: "info", reason: `has expired after ${expiration} s` } as const;
  if (age >= -Math.min(CLOCK_SKEW_MS, expiration * 1000)) return undefined;
  // The clock that wrote it was wrong, or this one is: it would be fresh until that time has come.
  const ahead = `${Math.round(-age / 1000)} s in the future`;
  return { level: "warn", reason: `is not used: it was created ${ahead}, by a clock that is wrong` } as const;
}

/**
 * Stores a result. One that cannot be stored is an error when the task is cached by its inputs; other tasks log a
 * warning, and run again when the run is resumed.
 *
 * @returns The value; that of another process where it was the first to store one.
 */
export async function cacheResult<In, Out>(
  { run, step, task, input }: TaskCall<In, Out>,
  key: string,
  value: Out,
): Promise<Out> {
  try {
    const { made } = await storeResult(run.store!, task, key, value);
    return made === "written" ? value : ((await findCached({ run, step, task, input }, key))?.value ?? value);
  } catch (error) {
    if (!UnstorableValue.is(error) || task.cache.scope === "inputs") throw error;
    log(run, step, "warn", `not resumable: ${(error as Error).message}`);
    return value;
  }
}

/** Stores a result under its key, unless there is one. Returns its size in bytes and what the store did. Throws `UNSTORABLE_VALUE`, or what the store throws. */
export async function storeResult<In, Out>(
  store: ResultStore,
  task: Pick<TaskDefinition<In, Out>, "name" | "version" | "serializer" | "codecs">,
  key: string,
  value: Out,
): Promise<{ readonly bytes: number; readonly made: "written" | "kept" }> {
  const about = { task: task.name, version: task.version, createdAt: Date.now() };
  const bytes = await encodeResult(about, value, task);
  return { bytes: bytes.length, made: await store.set(key, bytes) };
}

/** Checks a result by the task's schema `output`. Throws `SCHEMA_MISMATCH` naming the task. */
export function checkOutput<In, Out>(task: TaskDefinition<In, Out>, value: Out): Out {
  return checked(task.output, value, "result of the task", task.name);
}

/** The value as a schema parses it; unchanged without a schema. Throws `SCHEMA_MISMATCH`. */
export function checked<T>(schema: z.ZodType | undefined, value: unknown, what: string, of: string): T {
  return (schema ? parseWith(schema, value, `The ${what} ${JSON.stringify(of)}`) : value) as T;
}
