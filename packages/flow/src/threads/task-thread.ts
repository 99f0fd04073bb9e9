/** The worker thread of a thread runner: runs the tasks that a module exports. */
import { BroadcastChannel, parentPort, workerData } from "node:worker_threads";
import { serveJobs } from "@imdb/runtime/threads";
import { remoteJob } from "../engine/scope.js";
import { executeInProcess } from "../runners/in-process-runner.js";
import { notesOf } from "../runners/note.js";
import { packResult } from "../store/stored-result.js";
import { isTask } from "../task.js";
import { type TaskRegistry, taskRegistry } from "../task-registry.js";
import { decodeValue } from "../value/decode-value.js";
import type { TaskThreadData, ThreadAnswer, ThreadJob } from "./thread-runner.js";

const { module, channel } = workerData as TaskThreadData;
const noteChannel = new BroadcastChannel(channel);
noteChannel.unref();
let registry: Promise<TaskRegistry> | undefined;

async function load(): Promise<TaskRegistry> {
  const exported = Object.values(
    (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ module)) as Record<
      string,
      unknown
    >,
  );
  return taskRegistry(exported.flat().filter(isTask), `The module ${module}`);
}

serveJobs<ThreadJob, ThreadAnswer>(parentPort, async ({ id, task: name, version, input, about }) => {
  registry ??= load();
  const task = (await registry).find(name, version);
  let notes = 0;
  const job = remoteJob({
    ...about,
    ...notesOf((note) => {
      notes++;
      noteChannel.postMessage({ id, note });
    }),
    task,
    input: decodeValue(input.head, input.blobs, task.codecs),
    signal: new AbortController().signal,
  });
  const { head, blobs } = await packResult(await executeInProcess(job), task);
  return { value: { head, blobs: Buffer.concat(blobs), notes } };
});
