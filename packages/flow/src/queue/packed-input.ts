import { type Codec, InvalidOption } from "@imdb/core";
import { DamagedResult } from "../errors.js";
import type { ResultStore } from "../store/result-store.js";
import { encodeResult, openResult } from "../store/stored-result.js";
import { encodeValue } from "../value/encode-value.js";
import { hashFitted } from "../value/hash-value.js";
import { INLINE, type QueuedJob, unpackInline } from "./protocol.js";

/** Inputs that this process has written to a store or found whole there: they are not read before every job. */
const WHOLE = new WeakMap<ResultStore, Set<string>>();

/** Keys that are remembered of a store, so that a process that runs for long does not collect them for ever. */
const REMEMBERED = 10_000;

/**
 * Prepares the input of a task for a job: a small one is put into the job, a large one is stored under its hash. One
 * that is stored and damaged is written anew.
 */
export async function packInput(
  input: unknown,
  store: ResultStore,
  codecs: readonly Codec[],
): Promise<QueuedJob["input"]> {
  const encoded = encodeValue(input, "inserted", codecs);
  if (encoded.blobs.length === 0 && encoded.head.length <= INLINE) return { inline: encoded.head };
  const stored = hashFitted({ input }, codecs);
  const whole = WHOLE.get(store) ?? new Set();
  if (whole.has(stored)) return { stored };
  if (!(await isWhole(store, stored, codecs))) {
    // A store keeps what it has.
    await store.delete(stored);
    const about = { task: "input", version: "1", createdAt: 0 };
    await store.set(stored, await encodeResult(about, input, inputForm(codecs)));
  }
  if (whole.size >= REMEMBERED) whole.clear();
  WHOLE.set(store, whole.add(stored));
  return { stored };
}

/** Lets the inputs of a store be looked at again: a worker has found one damaged. */
export function forgetInputs(store: ResultStore): void {
  WHOLE.delete(store);
}

async function isWhole(store: ResultStore, key: string, codecs: readonly Codec[]): Promise<boolean> {
  try {
    const bytes = await store.get(key);
    return bytes !== undefined && openResult(key, bytes, inputForm(codecs)).readable;
  } catch (error) {
    if (!DamagedResult.is(error)) throw error;
    return false;
  }
}

/** Unpacks the input of a task. Throws `INVALID_OPTION` when the store does not have it. */
export async function unpackInput(
  input: QueuedJob["input"],
  store: ResultStore,
  codecs: readonly Codec[],
): Promise<unknown> {
  if ("inline" in input) return unpackInline(input.inline, codecs);
  const bytes = await store.get(input.stored);
  if (bytes === undefined) {
    const expected = "the store that the flow uses; it has no input of this job";
    throw InvalidOption.create({ option: "store", value: input.stored, expected });
  }
  return openResult(input.stored, bytes, inputForm(codecs)).value();
}

/** How an input is encoded: without the serializer of the task, which is for its result. */
const inputForm = (codecs: readonly Codec[]) => ({ serializer: undefined, codecs });
