import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { pathToFileURL } from "node:url";
import { BroadcastChannel } from "node:worker_threads";
import { integer, optional, optionsOf, rule } from "@imdb/core/options";
import { builtFile, createWorkerPool } from "@imdb/runtime/threads";
import { factsOf, type JobFacts, type Runner, type TaskJob, type TaskOutcome } from "../definition/runner.js";
import { withTimeLimit } from "../runners/attempt.js";
import { forwardNote } from "../runners/note.js";
import { decodeValue } from "../value/decode-value.js";
import { encodeValue } from "../value/encode-value.js";

/** An encoded value, sent to or from a thread. */
export interface SentValue {
  readonly head: string;
  readonly blobs: Uint8Array;
}

/** The job that a thread gets. */
export interface ThreadJob {
  readonly id: string;
  readonly task: string;
  readonly version: string;
  readonly input: SentValue;
  readonly about: JobFacts;
}

/** The answer of a thread: the result, and the number of notes (such as log lines) that it sent before the result. */
export interface ThreadAnswer extends SentValue {
  readonly notes: number;
}

/** The `workerData` of a thread. */
export interface TaskThreadData {
  /** The URL of the module whose exported tasks it runs. */
  readonly module: string;
  readonly channel: string;
}

/** Greatest time between the result of an attempt and the arrival of its notes, in milliseconds. */
const NOTES_MS = 1_000;

/** Options of {@link threadRunner}. */
export interface ThreadRunnerOptions {
  readonly module: URL | string;
  readonly threads?: number;
}

const threadOptions = optionsOf<ThreadRunnerOptions, "threads">({
  module: rule(
    "the path or the URL of a module",
    (value) => typeof value === "string" || value instanceof URL,
  ),
  threads: optional(integer(1, 1024)),
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
 * @param options.threads  Default: the machine's cores.
 * @throws `INVALID_OPTION`
 */
export function threadRunner(options: ThreadRunnerOptions): Runner {
  const { module, threads = availableParallelism() } = threadOptions.resolve(options, "threadRunner");
  const href = typeof module === "string" ? pathToFileURL(module).href : module.href;
  const channel = randomUUID();
  const workerData: TaskThreadData = { module: href, channel };
  const pool = createWorkerPool<ThreadJob, ThreadAnswer>(
    builtFile(import.meta.url, "threads/task-thread.js"),
    threads,
    { workerData },
  );
  const jobs = new Map<string, { readonly job: TaskJob; notes: number }>();
  const listening = new BroadcastChannel(channel);
  listening.unref();
  listening.onmessage = (event) => {
    const { id, note } = (event as { readonly data: { id: string; note: unknown } }).data;
    const entry = jobs.get(id);
    if (entry === undefined) return;
    entry.notes++;
    forwardNote(entry.job, note);
  };

  async function execute<In, Out>(job: TaskJob<In, Out>): Promise<TaskOutcome<Out>> {
    const { task, grace, signal } = job;
    const { head, blobs } = encodeValue(job.input, "inserted", task.codecs);
    const id = randomUUID();
    const input = { head, blobs: Buffer.concat(blobs) };
    const sent = { id, task: task.name, version: task.version, input, about: factsOf(job) };
    jobs.set(id, { job: job as TaskJob, notes: 0 });
    try {
      const bounds = { what: "task", name: task.name, signal, timeout: task.timeout, grace } as const;
      const answer = await withTimeLimit(bounds, (bounded) => pool.run(sent, { signal: bounded }));
      await arrived(id, answer.notes);
      const value = await (task.serializer
        ? task.serializer.decode(answer.blobs)
        : decodeValue(answer.head, answer.blobs, task.codecs));
      return { value: value as Out, stored: false };
    } finally {
      jobs.delete(id);
    }
  }

  /** Waits for the notes that were sent before a result: they come through another channel. */
  async function arrived(id: string, notes: number): Promise<void> {
    const until = performance.now() + NOTES_MS;
    while ((jobs.get(id)?.notes ?? notes) < notes && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  return {
    name: "threads",
    concurrency: threads,
    execute,
    async close() {
      listening.close();
      await pool.close();
    },
  };
}
