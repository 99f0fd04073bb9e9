import { parseWith } from "@imdb/core";
import type { z } from "zod";
import type { TaskDefinition } from "../definition/task-definition.js";
import { DamagedResult, UnstorableValue } from "../errors.js";
import type { ResultStore } from "../store/result-store.js";
import { encodeResult, openResult } from "../store/stored-result.js";
import { log, type TaskCall } from "./run.js";

/** What a step gets, wrapped since `undefined` is a result too: a kept result, or one it has computed itself. */
export interface Shared<Out> {
  readonly value: Out;
  readonly kept: boolean;
}

/** Looks for a usable stored result. One that is damaged, too old or of another form is as good as none. */
export async function findKept<In, Out>(
  { run, step, task }: TaskCall<In, Out>,
  key: string,
): Promise<Shared<Out> | undefined> {
  const bytes = await run.store?.get(key);
  if (bytes === undefined) return undefined;
  try {
    const stored = openResult<Out>(key, bytes, task);
    const { expiration } = task.cache;
    const isOld = expiration !== undefined && Date.now() - stored.header.createdAt >= expiration * 1000;
    if (isOld) log(run, step, "info", `the kept result has expired after ${expiration} s`);
    else if (stored.readable) {
      const value = await stored.value();
      return { value: task.output ? task.output.parse(value) : value, kept: true };
    }
  } catch (error) {
    // Whatever is wrong with a kept result, the task itself can still run.
    const reason = error instanceof Error ? error.message : String(error);
    log(run, step, "warn", DamagedResult.is(error) ? reason : `the kept result is of no use: ${reason}`);
  }
  // A key that is there is done, for workers: what is of no use must go.
  await run.store?.delete(key);
  return undefined;
}

/**
 * Keeps a result. One that cannot be stored is an error of a task cached by its inputs, which asks for it, and
 * a warning for others: they run again when the run is resumed.
 */
export async function keep<In, Out>(
  { run, step, task }: TaskCall<In, Out>,
  key: string,
  value: Out,
): Promise<void> {
  try {
    await storeResult(run.store!, task, key, value);
  } catch (error) {
    if (!UnstorableValue.is(error) || task.cache.scope === "inputs") throw error;
    log(run, step, "warn", `not resumable: ${(error as Error).message}`);
  }
}

/** Writes a result under its key; gives how many bytes it has. Throws `UNSTORABLE_VALUE`, or what the store throws. */
export async function storeResult<In, Out>(
  store: ResultStore,
  task: Pick<TaskDefinition<In, Out>, "name" | "version" | "serializer" | "codecs">,
  key: string,
  value: Out,
): Promise<number> {
  const about = { task: task.name, version: task.version, createdAt: Date.now() };
  const bytes = await encodeResult(about, value, task);
  await store.set(key, bytes);
  return bytes.length;
}

/** Checks a result against the task's `output`. Throws `SCHEMA_MISMATCH` naming the task. */
export function checkOutput<In, Out>(task: TaskDefinition<In, Out>, value: Out): Out {
  return checked(task.output, value, "result of the task", task.name);
}

/** A value as a schema parses it; as it is where there is none. Throws `SCHEMA_MISMATCH`. */
export function checked<T>(schema: z.ZodType | undefined, value: unknown, what: string, of: string): T {
  return (schema ? parseWith(schema, value, `The ${what} ${JSON.stringify(of)}`) : value) as T;
}
