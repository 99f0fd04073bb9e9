import { integer, optionsOf } from "@imdb/core/options";
import type { TaskContext } from "../contracts/context.js";
import type { Runner, TaskJob } from "../definition/runner.js";
import { withTimeLimit } from "./attempt.js";
import { loggerOf } from "./note.js";

/** Options of {@link inProcessRunner}. */
export interface InProcessOptions {
  readonly concurrency?: number;
}

const inProcessOptions = optionsOf<InProcessOptions>({ concurrency: [32, integer(1)] });

/**
 * Runs tasks in the flow's own process: the default. Tasks that wait (for a disk, a server) overlap; tasks
 * that compute run one after the other.
 *
 * @param options.concurrency  Tasks that run at once. Default 32.
 * @throws `INVALID_OPTION`
 */
export function inProcessRunner(options: InProcessOptions = {}): Runner {
  const { concurrency } = inProcessOptions.resolve(options, "inProcessRunner");
  return {
    name: "in process",
    concurrency,
    execute: async (job) => ({ value: await executeInProcess(job), stored: false }),
    close: async () => {},
  };
}

/** Makes one attempt at a task in this process, which may be the flow's or a worker. */
export function executeInProcess<In, Out>(job: TaskJob<In, Out>): Promise<Out> {
  const { task, signal, grace } = job;
  return withTimeLimit({ what: "task", name: task.name, signal, timeout: task.timeout, grace }, (bounded) =>
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
