import type { Progress, RunOptions } from "../contracts/run-options.js";
import { callback, having, integer, type OptionalRule, optional, seed } from "./rule.js";

/** The rules of `RunOptions`, for a schema of options that has them too. */
export const runRules: {
  readonly signal: OptionalRule<AbortSignal>;
  readonly onProgress: OptionalRule<(progress: Progress) => void>;
  readonly threads: OptionalRule<number>;
  readonly seed: OptionalRule<number>;
} = {
  signal: optional(having<AbortSignal>("an AbortSignal", "addEventListener")),
  onProgress: optional(callback<NonNullable<RunOptions["onProgress"]>>()),
  threads: optional(integer(1, 1024)),
  seed: optional(seed),
};

/** What the context of a flow or a task has besides the `RunOptions` that it is. */
const CONTEXT_FIELDS = ["runId", "flow", "logger", "run", "artifact", "task", "taskRunId", "attempt"];

/**
 * Options without the other fields of a context of `@imdb/flow`: a task may pass its context where `RunOptions` are
 * taken, alone or with other options beside it. Anything that holds no context is returned as it is.
 */
export function withoutContext<T>(options: T): T {
  if (typeof options !== "object" || options === null || !("runId" in options)) return options;
  const entries = Object.entries(options).filter(([name]) => !CONTEXT_FIELDS.includes(name));
  return Object.fromEntries(entries) as T;
}
