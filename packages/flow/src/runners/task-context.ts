import type { FlowLogger, TaskContext } from "../contracts/context.js";
import type { Notes, TaskJob } from "../definition/runner.js";

/** The context of one attempt. */
export function taskContext<In, Out>(job: TaskJob<In, Out>, signal: AbortSignal): TaskContext {
  return {
    runId: job.runId,
    flow: job.flow,
    task: job.task.name,
    taskRunId: job.taskRunId,
    attempt: job.attempt,
    signal,
    threads: job.threads,
    seed: job.seed,
    logger: loggerOf(job.log),
    onProgress: job.progress,
    artifact: job.artifact,
    run: job.run,
  };
}

/** A logger of a function that takes a line. */
export function loggerOf(write: Notes["log"]): FlowLogger {
  return {
    debug: (message, fields) => write("debug", message, fields),
    info: (message, fields) => write("info", message, fields),
    warn: (message, fields) => write("warn", message, fields),
    error: (message, fields) => write("error", message, fields),
  };
}
