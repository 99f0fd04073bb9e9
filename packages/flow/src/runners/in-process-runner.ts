import { checkOption, integer } from "@imdb/core/options";
import type { TaskContext } from "../contracts/context.js";
import type { Runner, TaskJob } from "../definition/runner.js";
import { withinBounds } from "./attempt.js";
import { loggerOf } from "./note.js";

/**
 * Runs tasks in the flow's own process, the default. Tasks that wait (for a disk, a server) overlap; tasks
 * that compute take turns.
 *
 * @param options.concurrency  How many tasks at once. Default 32.
 * @throws `INVALID_OPTION`
 */
export function inProcessRunner(options: { readonly concurrency?: number } = {}): Runner {
  const { concurrency = 32 } = options;
  checkOption("concurrency", concurrency, integer(1));
  return {
    name: "in process",
    concurrency,
    execute: async (job) => ({ value: await executeHere(job), stored: false }),
    close: async () => {},
  };
}

/** One attempt at a task in this process: on the laptop, and in a worker. */
export function executeHere<In, Out>(job: TaskJob<In, Out>): Promise<Out> {
  const { task, signal, grace } = job;
  return withinBounds({ what: "task", name: task.name, signal, timeout: task.timeout, grace }, (bounded) =>
    job.call(taskContext(job, bounded)),
  );
}

/** The context of one attempt. */
function taskContext<In, Out>(job: TaskJob<In, Out>, signal: AbortSignal): TaskContext {
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
