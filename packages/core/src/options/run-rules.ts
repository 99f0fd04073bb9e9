import type { Progress, RunOptions } from "../contracts/run-options.js";
import { checkOption } from "./check-option.js";
import { type OptionRules, optionsOf, type Resolved } from "./options-of.js";
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

const RUN_NAMES = Object.keys(runRules) as readonly (keyof RunOptions)[];

/**
 * Checks the run options of a call. A context of `@imdb/flow` may be passed as it is: its other fields are left out, and
 * so are its run options that the call does not have.
 *
 * @param of     The function that was called, for the message.
 * @param names  The run options that the call has. Default: all.
 * @throws `INVALID_OPTION` for a value that breaks its rule, and for a name that does not exist, with the nearest that does.
 */
export function checkRun<K extends keyof RunOptions = keyof RunOptions>(
  run: Pick<RunOptions, K>,
  of?: string,
  names: readonly K[] = RUN_NAMES as readonly K[],
): Resolved<Pick<RunOptions, K>, K> {
  checkOption<object>("run", run, anObject("an object of run options"), of);
  const rules = Object.fromEntries(names.map((name) => [name, runRules[name]]));
  const schema = optionsOf(rules as unknown as OptionRules<Pick<RunOptions, K>>);
  return schema.resolve(withoutContext(run, names), of) as Resolved<Pick<RunOptions, K>, K>;
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
export function withoutContext<T>(options: T, names: readonly string[] = RUN_NAMES): T {
  if (typeof options !== "object" || options === null || !("runId" in options)) return options;
  const left = [...CONTEXT_FIELDS, ...RUN_NAMES.filter((name) => !names.includes(name))];
  const entries = Object.entries(options).filter(([name]) => !left.includes(name));
  return Object.fromEntries(entries) as T;
}
