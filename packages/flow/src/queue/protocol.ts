import {
  type Codec,
  ImdbError,
  InvalidOption,
  parseWith,
  toWire,
  type WireError,
  wireErrorSchema,
} from "@imdb/core";
import { z } from "zod";
import { PoisonTask } from "../errors.js";
import type { ResultStore } from "../store/result-store.js";
import { encodeResult, openResult } from "../store/stored-result.js";
import { decodeValue } from "../value/decode-value.js";
import { encodeValue } from "../value/encode-value.js";
import { hashFitted } from "../value/hash-value.js";

/** Inputs and results up to this many characters travel in the job itself; larger ones lie in the store. */
export const INLINE = 32_768;

const inputSchema = z.union([
  z.object({ inline: z.string() }),
  /** A key of the store. */
  z.object({ stored: z.string() }),
]);

/** A job as it lies in Redis. Whoever can write there can send anything: it is parsed before use. */
export const jobSchema = z.object({
  protocol: z.literal(1),
  task: z.string(),
  version: z.string(),
  input: inputSchema,
  /** Where the worker puts the result. */
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

/** Packs the input of a task, in the job or, when it is large, in the store under its hash. */
export async function packInput(
  input: unknown,
  store: ResultStore,
  codecs: readonly Codec[],
): Promise<QueuedJob["input"]> {
  const encoded = encodeValue(input, "inserted", codecs);
  if (encoded.blobs.length === 0 && encoded.head.length <= INLINE) return { inline: encoded.head };
  const stored = hashFitted({ input }, codecs);
  if (!(await store.has(stored))) {
    await store.set(
      stored,
      await encodeResult({ task: "input", version: "1", createdAt: 0 }, input, form(codecs)),
    );
  }
  return { stored };
}

/**
 * What a worker answers beside storing the result: the result itself, when it is small and plain data, so that the
 * flow need not read the store; or nothing.
 */
export function packResult(value: unknown, codecs: readonly Codec[]): string | null {
  const { head, blobs } = encodeValue(value, "inserted", codecs);
  return blobs.length === 0 && head.length <= INLINE ? head : null;
}

/** Unpacks a result that came with the answer; `undefined` when it did not. */
export function unpackResult(
  answer: unknown,
  codecs: readonly Codec[],
): { readonly value: unknown } | undefined {
  return typeof answer === "string" ? { value: decodeValue(answer, new Uint8Array(), codecs) } : undefined;
}

/** Unpacks an input. Throws `INVALID_OPTION` when the store does not have it. */
export async function unpackInput(
  input: QueuedJob["input"],
  store: ResultStore,
  codecs: readonly Codec[],
): Promise<unknown> {
  if ("inline" in input) return decodeValue(input.inline, new Uint8Array(), codecs);
  const bytes = await store.get(input.stored);
  if (bytes === undefined) {
    const expected = "the store that the flow uses; it has no input of this job";
    throw InvalidOption.create({ option: "store", value: input.stored, expected });
  }
  return openResult(input.stored, bytes, form(codecs)).value();
}

/** An input has no serializer: that of a task is for its result. */
const form = (codecs: readonly Codec[]) => ({ serializer: undefined, codecs });

/** An error as the reason of a failed job. */
export function failedReason(error: unknown): string {
  return JSON.stringify(toWire(error));
}

/**
 * The error of a failed job's reason. One that is not ours comes from the queue itself, which gives up a job
 * whose workers died too often.
 */
export function errorOf(reason: string, task: string): Error {
  const wire = wireError(reason);
  return wire ? new ImdbError(wire) : PoisonTask.create({ task, reason });
}

function wireError(reason: string): WireError | undefined {
  try {
    return wireErrorSchema.parse(JSON.parse(reason));
  } catch {
    return undefined;
  }
}

/** Parses a job. Throws `SCHEMA_MISMATCH`. */
export function parseJob(data: unknown): QueuedJob {
  return parseWith(jobSchema, data, "The job");
}

/** The name of a queue: letters, digits and dashes, since it becomes part of Redis keys. */
export function checkQueueName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) return name;
  const expected = "up to 100 letters, digits, dots, dashes and underscores";
  throw InvalidOption.create({ option: "queue", value: name, expected });
}

/** The queue where tasks lie that failed for good. */
export const deadLetterQueue = (queue: string): string => `${queue}.dead-letters`;

/** The Redis channel on which flows ask workers to stop a job. */
export const cancelChannel = (queue: string): string => `imdb-flow:${queue}:cancel`;
