import { type Codec, fromWire, toWire } from "@imdb/core";
import * as z from "zod";
import type { TaskDefinition } from "../definition/task-definition.js";
import { PoisonTask, ResultMissing } from "../errors.js";
import type { ResultStore } from "../store/result-store.js";
import { openResult } from "../store/stored-result.js";
import { decodeValue } from "../value/decode-value.js";
import { encodeValue } from "../value/encode-value.js";

/** Inputs and results of at most this many characters are sent in the job itself; larger ones are stored. */
export const INLINE = 32_768;

const inputSchema = z.union([
  z.object({ inline: z.string() }),
  /** A key of the store. */
  z.object({ stored: z.string() }),
]);

/** A job in Redis. It is parsed before use: whoever can write to the server can send anything. */
export const jobSchema = z.object({
  protocol: z.literal(1),
  task: z.string(),
  version: z.string(),
  input: inputSchema,
  /** The key under which the worker stores the result. */
  key: z.string(),
  runId: z.string(),
  flow: z.string(),
  taskRunId: z.string(),
  attempt: z.number().int().positive(),
  last: z.boolean(),
  threads: z.number().int().positive(),
  seed: z.number(),
  grace: z.number().nonnegative(),
});

/** @see {@link jobSchema} */
export type QueuedJob = z.infer<typeof jobSchema>;

/**
 * The answer of a worker to the flow, after the result was stored: the result itself when it is small and plain data,
 * so that the flow need not read the store; else `null`.
 */
export function packAnswer(value: unknown, codecs: readonly Codec[]): string | null {
  const { head, blobs } = encodeValue(value, "inserted", codecs);
  return blobs.length === 0 && head.length <= INLINE ? head : null;
}

/**
 * Makes a function that reads the result of a job: from the worker's answer, or from the store. The first result of
 * each store is always read from the store, to check that the flow and its workers share it.
 *
 * The function throws `RESULT_MISSING` and `DAMAGED_RESULT`.
 */
export function resultReader() {
  const shared = new WeakSet<ResultStore>();
  return async function read<In, Out>(
    answer: unknown,
    store: ResultStore,
    key: string,
    task: TaskDefinition<In, Out>,
  ): Promise<Out> {
    if (typeof answer === "string" && shared.has(store)) return unpackInline(answer, task.codecs) as Out;
    const bytes = await store.get(key);
    if (bytes === undefined) throw ResultMissing.create({ task: task.name, key });
    shared.add(store);
    return openResult<Out>(key, bytes, task).value();
  };
}

/** Decodes an input or a result that was sent in the job itself. */
export const unpackInline = (text: string, codecs: readonly Codec[]) =>
  decodeValue(text, new Uint8Array(), codecs);

/** Encodes an error as the text that BullMQ stores as the reason of a failed job. */
export function failedReason(error: unknown): string {
  return JSON.stringify(toWire(error));
}

/**
 * Makes the error of a failed job from its reason. A reason that {@link failedReason} did not write comes from BullMQ:
 * it ends a job whose workers died too often.
 */
export function errorOf(reason: string, task: string): Error {
  try {
    return fromWire(JSON.parse(reason));
  } catch {
    return PoisonTask.create({ task, reason });
  }
}

/** The Redis channel on which flows ask workers to stop a job. */
export const cancelChannel = (queue: string): string => `imdb-flow:${queue}:cancel`;
