import { randomUUID } from "node:crypto";
import { BroadcastChannel } from "node:worker_threads";
import { checkWorkerScript, createWorkerPool, type WorkerScript } from "@imdb/runtime/threads";
import type { Notes } from "../definition/runner.js";
import { forwardNote } from "../runners/note.js";
import type { SentJob, SentValue, TaskThreadData, ThreadAnswer } from "./sent-job.js";

/** The threads of a thread runner. */
export interface TaskThreads {
  /** Runs a job on the next free thread, and passes its notes on. Stops the thread when the signal is aborted. */
  run(job: SentJob, notes: Notes, signal: AbortSignal): Promise<SentValue>;
  close(): Promise<void>;
}

/** How long the notes of an attempt are waited for after its result. */
const NOTES_MS = 1_000;

/** Makes threads that run the tasks of a module. */
export function taskThreads(script: WorkerScript, module: string, threads: number): TaskThreads {
  const channel = randomUUID();
  const workerData: TaskThreadData = { module, channel };
  const pool = createWorkerPool<SentJob, ThreadAnswer>(script, threads, { workerData });
  const jobs = new Map<string, { readonly to: Notes; notes: number }>();
  const listening = new BroadcastChannel(channel);
  listening.unref();
  listening.onmessage = (event) => {
    const { id, note } = (event as { readonly data: { id: string; note: unknown } }).data;
    const entry = jobs.get(id);
    if (entry === undefined) return;
    entry.notes++;
    forwardNote(entry.to, note);
  };

  /** Waits for the notes that were sent before a result: they come through another channel. */
  async function arrived(id: string, notes: number): Promise<void> {
    const until = performance.now() + NOTES_MS;
    while ((jobs.get(id)?.notes ?? notes) < notes && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  return {
    async run(job, notes, signal) {
      jobs.set(job.id, { to: notes, notes: 0 });
      try {
        await checkWorkerScript(script);
        const answer = await pool.run(job, { signal });
        await arrived(job.id, answer.notes);
        return answer;
      } finally {
        jobs.delete(job.id);
      }
    },
    async close() {
      listening.close();
      await pool.close();
    },
  };
}
