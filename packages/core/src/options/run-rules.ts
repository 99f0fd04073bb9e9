import type { Progress, RunOptions } from "../contracts/run-options.js";
import { checkOption } from "./check-option.js";
import { optionsOf, type Resolved } from "./options-of.js";
import { anObject, callback, having, integer, type OptionalRule, optional, seed } from "./rule.js";

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

const runOptions = optionsOf<RunOptions, keyof RunOptions>(runRules);

/**
 * The run options of a call. Other members of the object are allowed and left out: a task passes its whole context.
 *
 * @param of  The function that was called, for the message.
 * @throws `INVALID_OPTION`
 */
export function checkRun(run: RunOptions, of?: string): Resolved<RunOptions, keyof RunOptions> {
  checkOption<object>("run", run, anObject("an object of run options"), of);
  return runOptions.resolve(runOptions.pick(run) as RunOptions, of);
}

/** What the context of a flow or a task has besides the `RunOptions` that it is. */
const CONTEXT_FIELDS = ["runId", "flow", "logger", "run", "artifact", "task", "taskRunId", "attempt"];

/**
 * Options without the other fields of a context of `@imdb/flow`: a task may pass its context where `RunOptions` are
 * taken, alone or with other options beside it. Anything that holds no context is returned as it is.
 *
 * @param names  The options that the call has. A context's run options that it does not have are left out too.
 *               Default: all run options.
 */
export function withoutContext<T>(options: T, names: readonly string[] = Object.keys(runRules)): T {
  if (typeof options !== "object" || options === null || !("runId" in options)) return options;
  const left = [...CONTEXT_FIELDS, ...Object.keys(runRules).filter((name) => !names.includes(name))];
  const entries = Object.entries(options).filter(([name]) => !left.includes(name));
  return Object.fromEntries(entries) as T;
}
