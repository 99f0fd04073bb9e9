import { randomUUID } from "node:crypto";
import { Cancelled, InvalidOption } from "@imdb/core";
import { integer, optionsOf } from "@imdb/core/options";
import type { QueueEvents } from "bullmq";
import { factsOf, type Runner, type TaskJob, type TaskOutcome } from "../definition/runner.js";
import { DamagedResult } from "../errors.js";
import { forwardNote } from "../runners/note.js";
import { hashValue } from "../value/hash-value.js";
import { connect, openQueues, placeRules, type QueuePlace, type RedisClient } from "./connection.js";
import { forgetInputs, packInput } from "./packed-input.js";
import {
  lookUp,
  onFailed,
  type PendingJobs,
  reconcile,
  settle,
  waitForJob,
  waitingFor,
} from "./pending-jobs.js";
import { type QueuedJob, resultReader } from "./protocol.js";

/** Options of a queue runner. */
export interface QueueRunnerOptions extends QueuePlace {
  /**
   * Greatest number of a flow's jobs in the queue at the same time. Further jobs wait in the flow's process, and `map`
   * reads an input only when its job can be queued. Default 256.
   */
  readonly concurrency?: number;
}

const runnerOptions = optionsOf<QueueRunnerOptions>({ ...placeRules, concurrency: [256, integer(1)] });

/** A job that was waited for so long is looked up on the server: its event may have been lost in a restart. */
const RECONCILE_MS = 5_000;

/**
 * Runs tasks on workers, on any machine, through BullMQ on Redis or Valkey. Needs the packages `bullmq` and
 * `ioredis`, and a run with a `store` that the workers share.
 *
 * A job is delivered at least once. It has the effect of one delivery, because a result that is stored is not computed
 * again. The id of a job consists of the key of its result and its attempt, so that a flow that was killed and is
 * resumed finds the jobs that it had queued, except those of tasks without caching. The job of a worker that died goes to another worker. Jobs that the server
 * lost in a restart are queued again.
 *
 * @throws `MISSING_PEER`, `QUEUE_FAILURE` when no server answers, `INVALID_OPTION`.
 */
export async function queueRunner(options: QueueRunnerOptions): Promise<Runner> {
  const { concurrency, ...place } = runnerOptions.resolve(options, "queueRunner");
  const { peers, ...queues } = await openQueues(place);
  const subscription = await connect(peers, place.connection, place.onError);
  const events: QueueEvents = new peers.QueueEvents(place.queue, { connection: subscription });
  const jobs: PendingJobs = { ...queues, onError: place.onError, waiting: new Map() };
  events.on("error", place.onError);
  await events.waitUntilReady();
  listen(jobs, events);

  const check = (waitedMs: number) => void reconcile(jobs, waitedMs).catch(place.onError);
  const timer = setInterval(() => check(RECONCILE_MS), RECONCILE_MS / 2);
  timer.unref();
  // The connection is back: events that happened during the interruption were lost.
  subscription.on("ready", () => check(0));

  const readResult = resultReader();
  return {
    name: "queue",
    concurrency,
    execute: (job) => execute(jobs, job, readResult),
    async close() {
      clearInterval(timer);
      await Promise.all([jobs.queue.close(), jobs.deadLetters.close(), events.close()]);
      await Promise.all([quit(jobs.redis), quit(subscription)]);
    },
  };
}

function listen(jobs: PendingJobs, events: QueueEvents): void {
  events.on("completed", ({ jobId, returnvalue }) => settle(jobs, jobId, { answer: returnvalue }));
  events.on("failed", ({ jobId, failedReason }) => onFailed(jobs, jobId, failedReason));
  // The id exists already: queued by a flow that was killed, or by one that runs at the same time.
  events.on("duplicated", ({ jobId }) => void lookUp(jobs, jobId).catch(jobs.onError));
  events.on("progress", ({ jobId, data }) => {
    for (const { job } of waitingFor(jobs, jobId)) forwardNote(job, data);
  });
}

async function execute<In, Out>(
  jobs: PendingJobs,
  job: TaskJob<In, Out>,
  readResult: ReturnType<typeof resultReader>,
): Promise<TaskOutcome<Out>> {
  const { task, store, signal } = job;
  if (store === undefined) {
    const expected = "a result store that the flow and its workers share, as the queue runner needs";
    throw InvalidOption.create({ option: "store", value: store, expected });
  }
  const { runId, taskRunId, attempt } = job;
  // Without caching, the result of a task has no key. It is passed through the store under a key that is deleted at
  // once. The key is of this call alone: what a killed flow has left is of no other, whatever its number in the run.
  const key = job.key ?? hashValue({ handedOverBy: runId, taskRunId, attempt, call: randomUUID() });
  const input = await packInput(job.input, store, task.codecs);
  const { name, version } = task;
  const data: QueuedJob = { protocol: 1, task: name, version, input, key, ...factsOf(job) };
  const waiting = { job: job as TaskJob, key, store, data };
  const answer = await answerOf(jobs, `${key}.${attempt}`, waiting, signal).catch((error) => {
    if (DamagedResult.is(error)) forgetInputs(store);
    throw error;
  });
  const value = await readResult(answer, store, key, task);
  if (job.key === undefined) await store.delete(key);
  return { value, stored: job.key !== undefined };
}

/**
 * The answer of a worker. Two flows may wait for the same job. When the other flow is cancelled and so cancels the job,
 * this one queues it again.
 */
async function answerOf(
  jobs: PendingJobs,
  id: string,
  job: Parameters<typeof waitForJob>[2],
  signal: AbortSignal,
): Promise<unknown> {
  for (;;) {
    try {
      return await waitForJob(jobs, id, job);
    } catch (error) {
      if (!Cancelled.is(error) || signal.aborted) throw error;
    }
  }
}

async function quit(redis: RedisClient): Promise<void> {
  if (redis.status === "ready") await redis.quit();
  else redis.disconnect();
}
