import { Cancelled, ImdbError } from "@imdb/core";

/** Codes of failures of what runs a task, not of the task. */
const CRASHES: ReadonlySet<string> = new Set(["WORKER_FAILURE"]);

/** The state a failure ends in: dead workers crash a task, an aborted signal cancels it, the rest fails it. */
export function failureState(signal: AbortSignal, error: unknown): "Failed" | "Crashed" | "Cancelled" {
  if (Cancelled.is(error) && signal.aborted) return "Cancelled";
  return ImdbError.isInstance(error) && CRASHES.has(error.code) ? "Crashed" : "Failed";
}
