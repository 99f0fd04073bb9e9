import { parseWith } from "@imdb/core";
import { having, integer, optionsOf, type Resolved, rule } from "@imdb/core/options";
import { LeaseLost } from "@imdb/runtime/leases";
import { type WorkerScriptOption, workerScriptRules } from "@imdb/runtime/threads";
import type { Job, Worker } from "bullmq";
import { type Duration, duration, toSeconds } from "../contracts/duration.js";
import { factsOf } from "../definition/runner.js";
import { checkOutput, storeResult } from "../engine/cached-results.js";
import { remoteJob } from "../engine/scope.js";
import { executeInProcess } from "../runners/in-process-runner.js";
import { notesOf } from "../runners/note.js";
import type { ResultStore } from "../store/result-store.js";
import { type AnyTask, type TaskRegistry, taskRegistry } from "../task-registry.js";
import {
  connect,
  loadQueuePeers,
  placeRules,
  type QueuePeers,
  type QueuePlace,
  type RedisClient,
} from "./connection.js";
import type { HeldJob } from "./lease-board.js";
import { keepLeases, type Leases } from "./leases.js";
import { unpackInput } from "./packed-input.js";
import { cancelChannel, failedReason, INLINE, jobSchema, packAnswer, type QueuedJob } from "./protocol.js";

/** Options of a worker. */
export interface QueueWorkerOptions extends QueuePlace, WorkerScriptOption {
  /** Every task that flows may send it. */
  readonly tasks: Iterable<AnyTask>;
  /** The flow's store: the same folder or bucket. */
  readonly store: ResultStore;
  /** Greatest number of tasks that run at the same time. Default 1, which suits tasks that compute. */
  readonly concurrency?: number;
  /**
   * How long after its last heartbeat a worker counts as dead and its tasks go to other workers. Heartbeats come from a
   * separate thread, so that a task that blocks the main thread does not look dead; where the thread's script is missing, as in a bundle of one
   * file, from the calling thread, with a warning. At least 0.5 s. Default `"10s"`.
   */
  readonly lease?: Duration;
  /** The number of workers that a task may kill before it fails with `POISON_TASK`. Default 3. */
  readonly maxCrashes?: number;
}

const workerOptions = optionsOf<QueueWorkerOptions, "workerScript">({
  ...placeRules,
  tasks: rule("a list of tasks", (value) => typeof Object(value)[Symbol.iterator] === "function"),
  store: having<ResultStore>("a result store", "get"),
  concurrency: [1, integer(1)],
  lease: ["10s", duration],
  maxCrashes: [3, integer(1)],
  ...workerScriptRules,
});

/** Time limit of disconnecting, for a worker that runs no task. */
const CLOSE_MS = 5_000;

/** A running worker. */
export interface QueueWorker {
  /** Takes no more tasks, waits for the running ones, and disconnects. */
  close(): Promise<void>;
}

/** A worker and the tasks that it runs. */
interface WorkerState {
  readonly options: Resolved<QueueWorkerOptions, "workerScript">;
  readonly tasks: TaskRegistry;
  readonly leases: Leases;
  /** What cancels each running job, and the token of its lock, by the job's id. */
  readonly running: Map<string, { readonly controller: AbortController; readonly token: string | undefined }>;
}

/**
 * Starts a worker. It takes tasks from the queue, runs them in this process, and stores their results, until it is
 * closed. Start one for each core, on each machine.
 *
 * @throws `MISSING_PEER`, `QUEUE_FAILURE`, `DUPLICATE_TASK`, `INVALID_OPTION`,
 *         `INVALID_WORKER_SCRIPT`.
 */
export async function startWorker(given: QueueWorkerOptions): Promise<QueueWorker> {
  const options = workerOptions.resolve(given, "startWorker");
  const { connection, queue, concurrency, onError, workerScript } = options;
  const tasks = taskRegistry(options.tasks, "The worker");
  const leaseMs = Math.max(500, 1000 * toSeconds(options.lease));
  const peers = await loadQueuePeers();
  const redis = await connect(peers, connection, onError);
  const subscription = await connect(peers, connection, onError);
  const running: WorkerState["running"] = new Map();
  const onLost = ({ id, token }: HeldJob) => {
    const job = running.get(id);
    // The lock of a job that has ended cannot be renewed either.
    if (job?.token === token)
      job?.controller.abort(LeaseLost.create({ path: `${queue}/${id}`, expiryMs: leaseMs }));
  };
  const leases = await keepLeases(
    { queue, connection, leaseMs, concurrency, workerScript },
    { onError, onLost },
  );
  const state: WorkerState = { options, tasks, leases, running };
  await subscription.subscribe(cancelChannel(queue));
  subscription.on("message", (_channel: string, id: string) => state.running.get(id)?.controller.abort());
  const worker = await startTaking(state, peers, redis, leaseMs);
  return {
    async close() {
      // BullMQ waits until its blocking connection ends. After a crash of the server this may, rarely, never happen. It
      // is enough that no task is running.
      await Promise.race([worker.close(), idleFor(state, CLOSE_MS)]);
      await leases.close();
      subscription.disconnect();
      redis.disconnect();
    },
  };
}

/** Starts to take jobs from the queue. */
async function startTaking(
  state: WorkerState,
  peers: QueuePeers,
  connection: RedisClient,
  leaseMs: number,
): Promise<Worker> {
  const { queue, concurrency, maxCrashes, onError } = state.options;
  const worker: Worker = new peers.Worker(queue, (job: Job, token?: string) => runJob(state, job, token), {
    connection,
    concurrency,
    lockDuration: leaseMs,
    stalledInterval: leaseMs / 2,
    skipLockRenewal: true,
    maxStalledCount: maxCrashes,
  });
  worker.on("error", onError);
  await worker.waitUntilReady();
  return worker;
}

/** Runs a job and stores its result. Returns the answer to the flow. */
async function runJob(state: WorkerState, job: Job, token: string | undefined): Promise<string | null> {
  const { leases, running, options } = state;
  const id = job.id ?? "";
  const controller = new AbortController();
  const notes: Promise<unknown>[] = [];
  try {
    leases.hold(id, token ?? "");
    running.set(id, { controller, token });
    const data = parseWith(jobSchema, job.data, "The job");
    const note: Parameters<typeof notesOf>[0] = (one) =>
      notes.push(job.updateProgress(one).catch(options.onError));
    const answer = await runTask(state, data, controller.signal, note);
    await Promise.all(notes);
    return answer;
  } catch (error) {
    await Promise.all(notes);
    throw new Error(failedReason(error), { cause: error });
  } finally {
    leases.drop(id);
    running.delete(id);
  }
}

async function runTask(
  { tasks, leases, options: { store } }: WorkerState,
  data: QueuedJob,
  signal: AbortSignal,
  note: Parameters<typeof notesOf>[0],
): Promise<string | null> {
  // Another worker may have stored the result and died before it reported so.
  if (await store.has(data.key)) return null;
  const task = tasks.find(data.task, data.version);
  const input = await unpackInput(data.input, store, task.codecs);
  const value = await executeInProcess(
    remoteJob({ ...factsOf(data), ...notesOf(note), task, input, signal }),
  );
  // Another worker may have the job by now: then this one changes nothing.
  leases.check();
  if (LeaseLost.is(signal.reason)) throw signal.reason;
  const { bytes, made } = await storeResult(store, task, data.key, checkOutput(task, value));
  return task.serializer || made === "kept" || bytes > INLINE ? null : packAnswer(value, task.codecs);
}

/** Waits until no task has been running for some milliseconds. */
async function idleFor({ running }: WorkerState, milliseconds: number): Promise<void> {
  for (let since = performance.now(); performance.now() - since < milliseconds; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (running.size > 0) since = performance.now();
  }
}
