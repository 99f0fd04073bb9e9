import type { Notes } from "../definition/runner.js";
import type { TaskDefinition } from "../definition/task-definition.js";
import { remoteJob } from "../engine/scope.js";
import { executeInProcess } from "../runners/in-process-runner.js";
import { packResult } from "../store/stored-result.js";
import { decodeValue } from "../value/decode-value.js";
import type { SentJob, SentValue } from "./sent-job.js";

/** Makes an attempt at a task with an input that was sent. Returns the result as it is sent back. */
export async function executeSent(
  task: TaskDefinition,
  { input: sent, about }: SentJob,
  notes: Notes,
  signal: AbortSignal,
): Promise<SentValue> {
  const input = decodeValue(sent.head, sent.blobs, task.codecs);
  const value = await executeInProcess(remoteJob({ ...about, ...notes, task, input, signal }));
  const { head, blobs } = await packResult(value, task);
  return { head, blobs: Buffer.concat(blobs) };
}
