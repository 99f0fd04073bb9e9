import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { pathToFileURL } from "node:url";
import { BroadcastChannel } from "node:worker_threads";
import { builtFile, createWorkerPool } from "@imdb/runtime/threads";
import { factsOf, type JobFacts, type Runner, type TaskJob, type TaskOutcome } from "../definition/runner.js";
import { withinBounds } from "../runners/attempt.js";
import { passNote } from "../runners/note.js";
import { decodeValue } from "../value/decode-value.js";
import { encodeValue } from "../value/encode-value.js";

/** A value on its way to or from a thread. */
export interface Parcel {
  readonly head: string;
  readonly blobs: Uint8Array;
}

/** What a thread is asked to do. */
export interface ThreadJob {
  readonly id: string;
  readonly task: string;
  readonly version: string;
  readonly input: Parcel;
  readonly about: JobFacts;
}

/** What it answers: the result, and how many notes it sent before. */
export interface ThreadAnswer extends Parcel {
  readonly notes: number;
}

/** What a thread is started with. */
export interface TaskThreadData {
  /** URL of the module whose exported tasks it runs. */
  readonly module: string;
  readonly channel: string;
}

/** How long notes may arrive after the result they belong before. */
const NOTES_MS = 1_000;

/**
 * Runs tasks on worker threads: tasks that compute run side by side, and the flow's own thread stays free.
 *
 * Every thread imports `module` and runs the tasks it exports, found by name. Inputs and results are copied, and
 * so must be data, or fitted objects that the task has `codecs` for, or have a serializer. A task that times out or is cancelled is stopped at once, with its
 * thread; a thread that dies (out of memory) fails its task with `WORKER_FAILURE`, and the task is `Crashed`
 * when it has no retries left.
 *
 * @param options.module   A JavaScript file, or its URL: `new URL("./tasks.js", import.meta.url)`.
 * @param options.threads  Default: the machine's cores.
 * @throws `INVALID_OPTION`
 */
export function threadRunner(options: { readonly module: URL | string; readonly threads?: number }): Runner {
  const { module, threads = availableParallelism() } = options;
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
    passNote(entry.job, note);
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
      const answer = await withinBounds(bounds, (bounded) => pool.run(sent, { signal: bounded }));
      await arrived(id, answer.notes);
      const value = await (task.serializer
        ? task.serializer.decode(answer.blobs)
        : decodeValue(answer.head, answer.blobs, task.codecs));
      return { value: value as Out, stored: false };
    } finally {
      jobs.delete(id);
    }
  }

  /** Notes come on their own way; a result must not overtake them. */
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
