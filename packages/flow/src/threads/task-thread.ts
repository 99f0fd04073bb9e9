/** The thread of a thread runner: runs the tasks that a module exports. */
import { BroadcastChannel, parentPort, workerData } from "node:worker_threads";
import { serveJobs } from "@imdb/runtime/threads";
import { remoteJob } from "../engine/remote-job.js";
import { executeHere } from "../runners/in-process-runner.js";
import { type Note, notesOf } from "../runners/note.js";
import { isTask } from "../task.js";
import { type TaskRegistry, taskRegistry } from "../task-registry.js";
import { decodeValue } from "../value/decode-value.js";
import { encodeValue } from "../value/encode-value.js";
import type { TaskThreadData, ThreadAnswer, ThreadJob } from "./thread-runner.js";

const { module, channel } = workerData as TaskThreadData;
const telling = new BroadcastChannel(channel);
telling.unref();
let registry: Promise<TaskRegistry> | undefined;

async function load(): Promise<TaskRegistry> {
  const exported = Object.values((await import(module)) as Record<string, unknown>);
  return taskRegistry(exported.flat().filter(isTask), `The module ${module}`);
}

serveJobs<ThreadJob, ThreadAnswer>(parentPort, async ({ id, task: name, version, input, about }) => {
  registry ??= load();
  const task = (await registry).find(name, version);
  let notes = 0;
  const tell = (note: Note) => {
    notes++;
    telling.postMessage({ id, note });
  };
  const value = decodeValue(input.head, input.blobs, task.codecs);
  const job = remoteJob({
    task,
    input: value,
    signal: new AbortController().signal,
    about,
    ...notesOf(tell),
  });
  const result = await executeHere(job);
  if (task.serializer)
    return { value: { result: { serialized: await task.serializer.encode(result) }, notes } };
  const { head, blobs } = encodeValue(result, "inserted", task.codecs);
  return { value: { result: { head, blobs: Buffer.concat(blobs) }, notes } };
});
