import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { pathToFileURL } from "node:url";
import { integer, optional, optionsOf, rule } from "@imdb/core/options";
import { type WorkerScriptOption, workerScriptRules } from "@imdb/runtime/threads";
import { factsOf, type Notes, type Runner, type TaskJob, type TaskOutcome } from "../definition/runner.js";
import { withTimeLimit } from "../runners/attempt.js";
import { decodeValue } from "../value/decode-value.js";
import { encodeValue } from "../value/encode-value.js";
import { workerScript } from "../worker-script.js";
import { executeSent } from "./execute-sent.js";
import type { SentJob } from "./sent-job.js";
import { taskThreads } from "./task-threads.js";

/** Options of {@link threadRunner}. */
export interface ThreadRunnerOptions extends WorkerScriptOption {
  readonly module: URL | string;
  readonly threads?: number;
}

const threadOptions = optionsOf<ThreadRunnerOptions, "threads" | "workerScript">({
  module: rule(
    "the path or the URL of a module",
    (value) => typeof value === "string" || value instanceof URL,
  ),
  threads: optional(integer(1, 1024)),
  ...workerScriptRules,
});

/**
 * Runs tasks on worker threads: tasks that compute run in parallel, and the flow's own thread stays free.
 *
 * Every thread imports `module` and runs the tasks that it exports, found by name. Inputs and results are copied: they
 * must be data, fitted objects that the task has `codecs` for, or a result that it has a serializer for. A task that
 * times out or is cancelled is stopped at once, with its thread. A thread that dies (out of memory) fails its task with
 * `WORKER_FAILURE`; without further retries the task is `Crashed`.
 *
 * @param options.module   A JavaScript file, or its URL: `new URL("./tasks.js", import.meta.url)`.
 * Without the worker script, as in a bundle of one file, tasks run in the calling thread, one after the other where
 * they compute, with a warning; such a task is stopped only where it waits.
 *
 * @param options.threads  Default: the machine's cores.
 * @param options.workerScript  A copy or a bundle of `@imdb/flow/worker`.
 * @throws `INVALID_OPTION`, `INVALID_WORKER_SCRIPT`
 */
export function threadRunner(options: ThreadRunnerOptions): Runner {
  const resolved = threadOptions.resolve(options, "threadRunner");
  const { module, threads = availableParallelism() } = resolved;
  const href = typeof module === "string" ? pathToFileURL(module).href : module.href;
  const script = workerScript(resolved.workerScript);
  const others = script && taskThreads(script, href, threads);

  async function execute<In, Out>(job: TaskJob<In, Out>): Promise<TaskOutcome<Out>> {
    const { task, grace, signal } = job;
    const { head, blobs } = encodeValue(job.input, "inserted", task.codecs);
    const input = { head, blobs: Buffer.concat(blobs) };
    const sent = { id: randomUUID(), task: task.name, version: task.version, input, about: factsOf(job) };
    const bounds = { what: "task", name: task.name, signal, timeout: task.timeout, grace } as const;
    const answer = await (others
      ? withTimeLimit(bounds, (bounded) => others.run(sent, job, bounded))
      : executeHere(job as TaskJob, sent));
    const value = await (task.serializer
      ? task.serializer.decode(answer.blobs)
      : decodeValue(answer.head, answer.blobs, task.codecs));
    return { value: value as Out, stored: false };
  }

  return { name: "threads", concurrency: threads, execute, close: async () => others?.close() };
}

/** Makes an attempt in the calling thread, with copies of the input and the result as on another. */
function executeHere(job: TaskJob, sent: SentJob) {
  const notes: Notes = {
    log: (...line) => job.log(...line),
    progress: (progress) => job.progress(progress),
    artifact: (artifact) => job.artifact(artifact),
  };
  return executeSent(job.task, sent, notes, job.signal);
}
