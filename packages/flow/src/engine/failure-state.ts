import { Cancelled, ImdbError, WorkerFailure } from "@imdb/core";

/** The state a failure ends in: dead workers crash a task, an aborted signal cancels it, the rest fails it. */
export function failureState(signal: AbortSignal, error: unknown): "Failed" | "Crashed" | "Cancelled" {
  if (Cancelled.is(error) && signal.aborted) return "Cancelled";
  return WorkerFailure.is(error) ? "Crashed" : "Failed";
}

/** Codes of failures that another attempt would only repeat. */
const LASTING: ReadonlySet<string> = new Set([
  "POISON_TASK",
  "UNKNOWN_TASK",
  "TASK_VERSION_MISMATCH",
  "RESULT_MISSING",
  "UNSTORABLE_VALUE",
  "MISSING_PEER",
]);

/** Whether another attempt may end otherwise. */
export function isMendable(error: unknown): boolean {
  return !(ImdbError.isInstance(error) && LASTING.has(error.code));
}
