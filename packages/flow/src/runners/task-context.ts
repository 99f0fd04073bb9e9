import type { FlowLogger, TaskContext } from "../contracts/context.js";
import type { LogFields, LogLevel } from "../contracts/events.js";
import type { TaskJob } from "../definition/runner.js";

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
    logger: loggerOf((level, message, fields) => job.log(level, message, fields)),
    onProgress: (progress) => job.progress(progress),
    artifact: (artifact) => job.artifact(artifact),
    run: job.run,
  };
}

/** A logger of a function that takes a line. */
export function loggerOf(write: (level: LogLevel, message: string, fields?: LogFields) => void): FlowLogger {
  return {
    debug: (message, fields) => write("debug", message, fields),
    info: (message, fields) => write("info", message, fields),
    warn: (message, fields) => write("warn", message, fields),
    error: (message, fields) => write("error", message, fields),
  };
}
