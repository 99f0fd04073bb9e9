import { Cancelled } from "@imdb/core";
import type { Job, Queue } from "bullmq";
import type { TaskJob } from "../definition/runner.js";
import { isRetryable } from "../engine/failure-state.js";
import type { ResultStore } from "../store/result-store.js";
import type { RedisClient } from "./connection.js";
import { cancelChannel, errorOf, type QueuedJob } from "./protocol.js";

/** Failed jobs that no flow has read are deleted from the queue after a week. */
const FAILED_SECONDS = 7 * 86_400;

/** The outcome of a job: the answer of the worker (`null` when its event was lost), or an error. */
type JobEnd = { readonly answer: unknown } | { readonly error: Error };

/** A job that the flow waits for. */
interface WaitingJob {
  readonly job: TaskJob;
  readonly key: string;
  readonly store: ResultStore;
  readonly data: QueuedJob;
  /** `performance.now()` when it was queued or last looked up. */
  lookedUpAt: number;
  settle(end: JobEnd): void;
}

/** The jobs that a queue runner waits for, by id, and the queues that they are in. */
export interface PendingJobs {
  readonly redis: RedisClient;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly onError: (error: Error) => void;
  readonly waiting: Map<string, readonly WaitingJob[]>;
}

/** All that wait for a job: several flows of this process may wait for the same one. */
export function waitingFor(jobs: PendingJobs, id: string): readonly WaitingJob[] {
  return jobs.waiting.get(id) ?? [];
}

/** Passes the outcome of a job to all that wait for it. */
export function settle(jobs: PendingJobs, id: string, end: JobEnd): void {
  for (const waiting of waitingFor(jobs, id)) waiting.settle(end);
}

/** Fails a job with the error that its worker reported. */
export function onFailed(jobs: PendingJobs, id: string, reason: string): void {
  const [first] = waitingFor(jobs, id);
  if (first === undefined) return;
  settle(jobs, id, { error: errorOf(reason, first.job.task.name) });
  // The job is removed, or a resumed run would find this failure instead of running the task again.
  void removeFailed(jobs, first, id, reason).catch(jobs.onError);
}

/** Removes a failed job from the queue, and adds it to the dead letters when it is not tried again. */
async function removeFailed(jobs: PendingJobs, { job, data }: WaitingJob, id: string, reason: string) {
  if (job.last || !isRetryable(errorOf(reason, job.task.name))) {
    await jobs.deadLetters.add(data.task, { job: data, reason, failedAt: Date.now() }, { jobId: id });
  }
  await jobs.queue.remove(id);
}

/** Looks up the state of a job whose events may have been lost, and queues it again when the server has lost it. */
export async function lookUp(jobs: PendingJobs, id: string): Promise<void> {
  const [first] = waitingFor(jobs, id);
  if (first === undefined) return;
  const state = await jobs.queue.getJobState(id);
  if (state === "failed") {
    const job: Job | undefined = await jobs.queue.getJob(id);
    if (job) onFailed(jobs, id, job.failedReason);
  } else if (state === "completed" || state === "unknown") {
    // The queue removes a completed job at once, so its state does not tell whether it is done; a stored result does.
    if (await first.store.has(first.key)) settle(jobs, id, { answer: null });
    else if (waitingFor(jobs, id).length > 0) await addJob(jobs, id, first.data);
  }
}

/** Looks up every job that has been waited for at least `waitedMs`. */
export async function reconcile(jobs: PendingJobs, waitedMs: number): Promise<void> {
  const now = performance.now();
  const due = [...jobs.waiting].filter(([, [first]]) => now - (first?.lookedUpAt ?? now) >= waitedMs);
  for (const [, entries] of due) for (const entry of entries) entry.lookedUpAt = now;
  await Promise.all(due.map(([id]) => lookUp(jobs, id)));
}

async function addJob({ queue }: PendingJobs, id: string, data: QueuedJob): Promise<void> {
  const removal = { removeOnComplete: true, removeOnFail: { age: FAILED_SECONDS } };
  await queue.add(data.task, data, { jobId: id, attempts: 1, ...removal });
}

/**
 * Queues a job and waits for its end.
 *
 * @returns What the worker answered; `null` where its event was lost and the result is stored.
 * @throws What the task threw; `CANCELLED` when the signal aborted and the worker did not end within the grace period.
 */
export function waitForJob(
  jobs: PendingJobs,
  id: string,
  job: Omit<WaitingJob, "settle" | "lookedUpAt">,
): Promise<unknown> {
  const { signal, grace, task } = job.job;
  return new Promise<unknown>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const cancelled = () =>
      Cancelled.create({ what: `The task ${JSON.stringify(task.name)}` }, { cause: signal.reason });
    const onAbort = () => {
      timer = setTimeout(() => entry.settle({ error: cancelled() }), 1000 * grace);
      void cancelJob(jobs, id).then((wasQueued) => {
        if (wasQueued) entry.settle({ error: cancelled() });
      }, jobs.onError);
    };
    const entry: WaitingJob = {
      ...job,
      lookedUpAt: performance.now(),
      settle(end) {
        removeWaiting(jobs, id, entry);
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
        if ("error" in end) reject(end.error);
        else resolve(end.answer);
      },
    };
    jobs.waiting.set(id, [...waitingFor(jobs, id), entry]);
    if (signal.aborted) return entry.settle({ error: cancelled() });
    signal.addEventListener("abort", onAbort, { once: true });
    addJob(jobs, id, job.data).catch((error) => entry.settle({ error }));
  });
}

function removeWaiting(jobs: PendingJobs, id: string, entry: WaitingJob): void {
  const others = waitingFor(jobs, id).filter((other) => other !== entry);
  if (others.length > 0) jobs.waiting.set(id, others);
  else jobs.waiting.delete(id);
}

/** Asks the worker that runs a job to stop it, and removes the job from the queue. Returns whether it was queued. */
async function cancelJob({ redis, queue }: PendingJobs, id: string): Promise<boolean> {
  await redis.publish(cancelChannel(queue.name), id);
  return (await queue.remove(id).catch(() => 0)) === 1;
}
