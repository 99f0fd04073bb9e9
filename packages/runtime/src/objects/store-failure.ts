import { ImdbError } from "@imdb/core";
import { ObjectStoreFailure } from "../errors.js";
import { isTransient } from "../remote/retry.js";

/** What was attempted at an object. */
export interface Attempted {
  readonly store: string;
  /** As in `Cannot read the object …`. */
  readonly action: "read" | "write" | "look up" | "list";
  readonly object: string;
}

/** An `OBJECT_STORE_FAILURE` of a status, undefined where no answer came; an `ImdbError` is returned as it is. */
export function failureOfStatus(
  attempted: Attempted,
  status: number | undefined,
  reason: string,
  cause: unknown,
): Error {
  if (ImdbError.isInstance(cause)) return cause;
  const missing = status === 404 || status === 410;
  const problem = missing ? "missing" : status === undefined || isTransient(status) ? "transient" : "final";
  return ObjectStoreFailure.create({ ...attempted, problem, status, reason }, { cause });
}
