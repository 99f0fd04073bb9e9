import { BroadcastChannel, parentPort } from "node:worker_threads";
import { serveJobs } from "@imdb/runtime/threads";
import { notesOf } from "../runners/note.js";
import { isTask } from "../task.js";
import { type TaskRegistry, taskRegistry } from "../task-registry.js";
import { executeSent } from "./execute-sent.js";
import type { SentJob, TaskThreadData, ThreadAnswer } from "./sent-job.js";

/** The work of a thread of a thread runner: runs the tasks that a module exports. */
export function serveTasks({ module, channel }: TaskThreadData): void {
  const noteChannel = new BroadcastChannel(channel);
  noteChannel.unref();
  let registry: Promise<TaskRegistry> | undefined;
  serveJobs<SentJob, ThreadAnswer>("@imdb/flow", parentPort, async (job) => {
    registry ??= tasksOf(module);
    const task = (await registry).find(job.task, job.version);
    let notes = 0;
    const reports = notesOf((note) => {
      notes++;
      noteChannel.postMessage({ id: job.id, note });
    });
    const result = await executeSent(task, job, reports, new AbortController().signal);
    return { value: { ...result, notes } };
  });
}

async function tasksOf(module: string): Promise<TaskRegistry> {
  const exported = await import(
    /* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ module
  );
  const values = Object.values(exported as Readonly<Record<string, unknown>>);
  return taskRegistry(values.flat().filter(isTask), `The module ${module}`);
}
