import { parseWith } from "@imdb/core";
import { checkOption, integer } from "@imdb/core/options";
import type { Job, Worker } from "bullmq";
import { type Duration, toSeconds } from "../contracts/duration.js";
import { factsOf } from "../definition/runner.js";
import { checkOutput, storeResult } from "../engine/kept-results.js";
import { remoteJob } from "../engine/scope.js";
import { executeHere } from "../runners/in-process-runner.js";
import { notesOf } from "../runners/note.js";
import type { ResultStore } from "../store/result-store.js";
import { type AnyTask, taskRegistry } from "../task-registry.js";
import { connect, loadQueuePeers, type QueuePlace, queueName } from "./connection.js";
import { keepLeases } from "./leases.js";
import { cancelChannel, failedReason, INLINE, jobSchema, packAnswer, unpackInput } from "./protocol.js";

/** How a worker is made. */
export interface QueueWorkerOptions extends QueuePlace {
  /** Every task that flows may send it. */
  readonly tasks: Iterable<AnyTask>;
  /** The flow's store: the same folder or bucket. */
  readonly store: ResultStore;
  /** Tasks at once. Default 1: right for tasks that compute. */
  readonly concurrency?: number;
  /**
   * How long after its last sign of life a worker counts as dead and its tasks go to others. It gives signs
   * from a thread of its own, so a task that computes without a pause does not look dead. Default `"10s"`.
   */
  readonly lease?: Duration;
  /** How many workers a task may kill before it is given up as poison. Default 3. */
  readonly maxCrashes?: number;
}

/** How long a worker without tasks may take to disconnect. */
const CLOSE_MS = 5_000;

/** A running worker. */
export interface QueueWorker {
  /** Takes no more tasks, waits for those it has, and disconnects. */
  close(): Promise<void>;
}

/**
 * Starts a worker: it takes tasks from the queue, runs them in this process, and puts results into the store,
 * until it is closed. Start as many as there are cores, on as many machines as there are.
 *
 * @throws `MISSING_PEER`, `QUEUE_FAILURE`, `DUPLICATE_TASK`, `INVALID_OPTION`.
 */
export async function startWorker(options: QueueWorkerOptions): Promise<QueueWorker> {
  const { connection, store, concurrency = 1, maxCrashes = 3, onError = () => {} } = options;
  checkOption("concurrency", concurrency, integer(1));
  checkOption("maxCrashes", maxCrashes, integer(1));
  const name = queueName(options);
  const leaseMs = Math.max(500, 1000 * toSeconds(options.lease ?? "10s", "lease"));
  const tasks = taskRegistry(options.tasks, "The worker");
  const peers = await loadQueuePeers();
  const redis = await connect(peers, connection, onError);
  const listening = await connect(peers, connection, onError);
  const leases = await keepLeases({ queue: name, connection, leaseMs, concurrency }, onError);
  const running = new Map<string, AbortController>();

  /** Waits until no task has been at work for some milliseconds. */
  async function idleFor(ms: number): Promise<void> {
    for (let since = performance.now(); performance.now() - since < ms; ) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (running.size > 0) since = performance.now();
    }
  }

  await listening.subscribe(cancelChannel(name));
  listening.on("message", (_channel: string, id: string) => running.get(id)?.abort());

  async function work(job: Job, token: string | undefined): Promise<string | null> {
    const id = job.id ?? "";
    const controller = new AbortController();
    const notes: Promise<unknown>[] = [];
    try {
      leases.hold(id, token ?? "");
      running.set(id, controller);
      const data = parseWith(jobSchema, job.data, "The job");
      // A worker that died between storing and saying so has done the work.
      if (await store.has(data.key)) return null;
      const task = tasks.find(data.task, data.version);
      const input = await unpackInput(data.input, store, task.codecs);
      const { signal } = controller;
      const value = await executeHere(
        remoteJob({
          ...factsOf(data),
          ...notesOf((note) => notes.push(job.updateProgress(note).catch(onError))),
          task,
          input,
          signal,
        }),
      );
      const bytes = await storeResult(store, task, data.key, checkOutput(task, value));
      await Promise.all(notes);
      return task.serializer || bytes > INLINE ? null : packAnswer(value, task.codecs);
    } catch (error) {
      await Promise.all(notes);
      throw new Error(failedReason(error), { cause: error });
    } finally {
      leases.drop(id);
      running.delete(id);
    }
  }

  const worker: Worker = new peers.Worker(name, work, {
    connection: redis,
    concurrency,
    lockDuration: leaseMs,
    stalledInterval: leaseMs / 2,
    skipLockRenewal: true,
    maxStalledCount: maxCrashes,
  });
  worker.on("error", onError);
  await worker.waitUntilReady();

  return {
    async close() {
      // BullMQ waits for the end of its blocked connection, and of one that a server's death cut, in rare cases,
      // for ever: what matters is that no task is at work any more.
      await Promise.race([worker.close(), idleFor(CLOSE_MS)]);
      await leases.close();
      listening.disconnect();
      redis.disconnect();
    },
  };
}
