import { Worker, type WorkerOptions } from "node:worker_threads";

/** The export condition by which our packages resolve one another's sources. */
const SOURCE = "@imdb/source";

/** Flags of the process that threads take, once one has taken them. */
let taken: readonly string[] | undefined;

/**
 * Starts a worker with the flags of the process, without those that a thread refuses: flags of V8 (the sizes of its
 * heap, its tracing) and of the process (its title) hold for all threads anyway.
 */
export function startWorker(
  script: URL,
  options: Pick<WorkerOptions, "workerData" | "resourceLimits">,
): Worker {
  let flags = taken ?? threadFlags(process.execArgv);
  for (;;) {
    try {
      const worker = new Worker(script, { ...options, execArgv: [...flags] });
      taken = flags;
      return worker;
    } catch (error) {
      // Node names them before it starts anything; which they are depends on its version.
      const rest = withoutRefused(flags, error as NodeJS.ErrnoException);
      if (rest.length === flags.length) throw error;
      flags = rest;
    }
  }
}

/**
 * The flags of the process, as a thread inherits them, without two: the one about code on the command line is refused
 * with a file, and the condition that leads to our sources is not for a script that is built.
 */
export function threadFlags(flags: readonly string[]): string[] {
  const isCondition = (flag: string | undefined) => flag === "--conditions" || flag === "-C";
  return flags.filter((flag, i) => {
    if (flag.startsWith("--input-type") || flag === `--conditions=${SOURCE}`) return false;
    if (flag === SOURCE && isCondition(flags[i - 1])) return false;
    return !(isCondition(flag) && flags[i + 1] === SOURCE);
  });
}

/** The flags that Node's error does not name; the value that follows a named one goes with it. */
function withoutRefused(flags: readonly string[], { code, message }: NodeJS.ErrnoException): string[] {
  if (code !== "ERR_WORKER_INVALID_EXEC_ARGV") return [...flags];
  const refused = new Set(message.slice(message.indexOf(": ") + 2).split(", "));
  return flags.filter((flag, i) => {
    const isValue = !flag.startsWith("-") && refused.has(flags[i - 1] ?? "");
    return !refused.has(flag) && !isValue;
  });
}
