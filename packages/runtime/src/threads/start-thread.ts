import { Worker, type WorkerOptions } from "node:worker_threads";
import { anObject, checkOption, optional, optionsOf, rule } from "@imdb/core/options";

/** The export condition under which these packages import one another's sources. */
const SOURCE = "@imdb/source";

/** What a thread is started with. */
export type ThreadOptions = Pick<WorkerOptions, "workerData" | "resourceLimits">;

/** The schema of {@link ThreadOptions}. */
export const threadOptions = optionsOf<ThreadOptions, "workerData" | "resourceLimits">({
  workerData: optional(rule("any value", () => true)),
  resourceLimits: optional(anObject()),
});

const scriptRule = rule<URL>("the URL of a script", (value) => value instanceof URL);

/** The flags of the process that threads accept; undefined before the first thread has started. */
let accepted: readonly string[] | undefined;

/**
 * Starts a worker with the flags of the process, except those that a thread refuses. Those apply to all threads
 * anyway: flags of V8 (heap sizes, tracing) and of the process (its title).
 *
 * @throws `INVALID_OPTION`
 */
export function startThread(script: URL, options: ThreadOptions): Worker {
  checkOption("script", script, scriptRule, "startThread");
  threadOptions.resolve(options, "startThread");
  let flags = accepted ?? threadFlags(process.execArgv);
  for (;;) {
    try {
      // Not `new Worker(script)`: bundlers would look for a script of this name, and Turbopack fails when there is none.
      const worker = Reflect.construct(Worker, [script, { ...options, execArgv: [...flags] }]);
      accepted = flags;
      return worker;
    } catch (error) {
      // Node names the refused flags before it starts the thread; which they are depends on its version.
      const rest = withoutRefused(flags, error as NodeJS.ErrnoException);
      if (rest.length === flags.length) throw error;
      flags = rest;
    }
  }
}

/**
 * The flags of the process that a thread inherits: all except two. The type of code on the command line is refused
 * together with a file, and the condition for sources does not apply to a built script.
 */
export function threadFlags(flags: readonly string[]): string[] {
  const isCondition = (flag: string | undefined) => flag === "--conditions" || flag === "-C";
  return flags.filter((flag, i) => {
    if (flag.startsWith("--input-type") || flag === `--conditions=${SOURCE}`) return false;
    if (flag === SOURCE && isCondition(flags[i - 1])) return false;
    return !(isCondition(flag) && flags[i + 1] === SOURCE);
  });
}

/** The flags that the error does not name. A value that follows a named flag is removed with it. */
function withoutRefused(flags: readonly string[], { code, message }: NodeJS.ErrnoException): string[] {
  if (code !== "ERR_WORKER_INVALID_EXEC_ARGV") return [...flags];
  const refused = new Set(message.slice(message.indexOf(": ") + 2).split(", "));
  return flags.filter((flag, i) => {
    const isValue = !flag.startsWith("-") && refused.has(flags[i - 1] ?? "");
    return !refused.has(flag) && !isValue;
  });
}
