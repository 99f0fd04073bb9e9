import { UncacheableInput, UnstorableValue } from "../errors.js";
import { hashFitted, hashValue } from "../value/hash-value.js";
import { count, log, type TaskCall } from "./run.js";

/**
 * The key of a task's result: a hash of what the result depends on.
 *
 * With cache `inputs`: task name, version, source, seed and input. With cache `run`: also the run, and the number of
 * the call among the run's calls with this input, so that two equal calls of one run have two results.
 *
 * @returns `undefined` when the result is not stored, or cannot be found again.
 * @throws  `UNCACHEABLE_INPUT` when the task is cached by inputs that have no hash.
 */
export function resultKey<In, Out>({ run, step, task, input }: TaskCall<In, Out>): string | undefined {
  const { scope, key } = task.cache;
  if (run.store === undefined || scope === "none") return undefined;
  const { name, version, source, codecs } = task;
  const identity = { task: name, version, source, seed: run.seed };
  try {
    if (scope === "inputs") return hashFitted({ ...identity, input: key ? key(input) : input }, codecs);
    const own = hashFitted({ ...identity, run: run.resumeScope, input }, codecs);
    return hashValue({ own, nth: count(run.occurrences, own) });
  } catch (cause) {
    if (!UnstorableValue.is(cause)) throw cause;
    const { path, value } = cause.details;
    if (scope === "inputs") throw UncacheableInput.create({ task: task.name, path, value }, { cause });
    log(run, step, "debug", `not resumable: its input has no content hash (${path} is ${value})`);
    return undefined;
  }
}
