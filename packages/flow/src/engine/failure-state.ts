import { Cancelled, ImdbError, WorkerFailure } from "@imdb/core";

/** The final state after an error: `Crashed` when a worker died, `Cancelled` when the signal aborted, else `Failed`. */
export function failureState(signal: AbortSignal, error: unknown): "Failed" | "Crashed" | "Cancelled" {
  if (Cancelled.is(error) && signal.aborted) return "Cancelled";
  return WorkerFailure.is(error) ? "Crashed" : "Failed";
}

/** Codes of errors after which another attempt fails in the same way. */
const FINAL: ReadonlySet<string> = new Set([
  "POISON_TASK",
  "UNKNOWN_TASK",
  "TASK_VERSION_MISMATCH",
  "RESULT_MISSING",
  "UNSTORABLE_VALUE",
  "MISSING_PEER",
]);

/** Whether another attempt may succeed after this error. */
export function isRetryable(error: unknown): boolean {
  return !(ImdbError.isInstance(error) && FINAL.has(error.code));
}
