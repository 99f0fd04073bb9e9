import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Cancelled, WorkerFailure } from "@imdb/core";
import { checkOption, integer, listOf, optionsOf, rule, runRules } from "@imdb/core/options";
import { type PoolThread, startPoolThread, type ThreadAnswer } from "./pool-thread.js";
import { type ThreadOptions, threadOptions } from "./start-thread.js";
import type { WorkerScript } from "./worker-script.js";

/** Worker threads that each run one job at a time. */
export interface WorkerPool<In, Out> {
  /** The number of threads that it starts at most. */
  readonly size: number;
  /**
   * Runs one job on the next free thread; jobs start in the order of their calls.
   *
   * @param options.transfer  Buffers that move to the thread instead of being copied; the caller loses them.
   * @param options.signal    Rejects the job at once, waiting or running; a thread that runs it is stopped.
   * @throws What the job threw, `WORKER_FAILURE` when its thread died or the job cannot be sent to it,
   *         `INVALID_WORKER_SCRIPT` when the user's script is another one, `CANCELLED` when the signal was aborted or the pool closed, `INVALID_OPTION`.
   */
  run(job: In, options?: JobOptions): Promise<Out>;
  /** Stops the threads and rejects unfinished jobs with `CANCELLED`. Call it in a `finally`. */
  close(): Promise<void>;
}

interface JobOptions {
  readonly transfer?: readonly ArrayBuffer[];
  readonly signal?: AbortSignal | undefined;
}

interface Job {
  readonly input: unknown;
  readonly transfer: readonly ArrayBuffer[];
  /** Settles the promise of `run`; only the first call counts. */
  resolve(out: unknown): void;
  reject(error: unknown): void;
}

/** A pool and what it is doing. */
interface PoolState {
  readonly script: WorkerScript;
  readonly size: number;
  readonly options: ThreadOptions;
  /** Jobs without a thread, in the order of their calls. */
  readonly waiting: Set<Job>;
  readonly running: Map<Job, PoolThread>;
  readonly idle: PoolThread[];
  readonly threads: Set<PoolThread>;
  closed: boolean;
}

const jobOptions = optionsOf<JobOptions, "signal">({
  transfer: [[], listOf(rule<ArrayBuffer>("an ArrayBuffer", (value) => value instanceof ArrayBuffer))],
  signal: runRules.signal,
});

/**
 * Makes a pool that starts its threads when there is work for them, up to `size`. Threads without work do not
 * keep the process running.
 *
 * @param script  From `findWorkerScript`; its code calls `serveJobs`.
 * @param size    From 1 to 1024; more than the machine's cores is allowed and seldom faster. Default: the cores.
 * @throws `INVALID_OPTION`
 */
export function createWorkerPool<In, Out>(
  script: WorkerScript,
  size: number = availableParallelism(),
  options: ThreadOptions = {},
): WorkerPool<In, Out> {
  const pool: PoolState = {
    script,
    size: checkOption("threads", size, integer(1, 1024)),
    options: threadOptions.resolve(options, "a worker pool"),
    waiting: new Set(),
    running: new Map(),
    idle: [],
    threads: new Set(),
    closed: false,
  };
  return {
    size,
    run: async (input, how = {}) => (await runJob(pool, input, how)) as Out,
    close: () => closePool(pool),
  };
}

async function runJob(pool: PoolState, input: unknown, options: JobOptions): Promise<unknown> {
  const { transfer, signal } = jobOptions.resolve(options, "a job of a worker pool");
  if (pool.closed) {
    throw WorkerFailure.create({ worker: fileURLToPath(pool.script.url), reason: "the pool is closed" });
  }
  let onAbort = () => {};
  try {
    return await new Promise((resolve, reject) => {
      const job: Job = { input, transfer, resolve, reject };
      onAbort = () => cancelJob(pool, job, signal?.reason);
      if (signal?.aborted) return onAbort();
      signal?.addEventListener("abort", onAbort, { once: true });
      pool.waiting.add(job);
      startWaitingJobs(pool);
    });
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
}

/** Starts waiting jobs while there are threads for them. */
function startWaitingJobs(pool: PoolState): void {
  for (const job of pool.waiting) {
    const thread = pool.idle.pop() ?? (pool.threads.size < pool.size ? addThread(pool) : undefined);
    if (!thread) return;
    pool.waiting.delete(job);
    pool.running.set(job, thread);
    thread.send(job.input, job.transfer, (answer) => endJob(pool, job, thread, answer));
  }
}

function endJob(pool: PoolState, job: Job, thread: PoolThread, answer: ThreadAnswer): void {
  pool.running.delete(job);
  if (pool.threads.has(thread)) pool.idle.push(thread);
  if ("error" in answer) job.reject(answer.error);
  else job.resolve(answer.value);
  startWaitingJobs(pool);
}

function addThread(pool: PoolState): PoolThread {
  const thread = startPoolThread(pool.script, pool.options, () => removeThread(pool, thread));
  pool.threads.add(thread);
  return thread;
}

function removeThread(pool: PoolState, thread: PoolThread): void {
  pool.threads.delete(thread);
  const index = pool.idle.indexOf(thread);
  if (index >= 0) pool.idle.splice(index, 1);
}

function cancelJob(pool: PoolState, job: Job, reason: unknown): void {
  const thread = pool.running.get(job);
  pool.waiting.delete(job);
  pool.running.delete(job);
  job.reject(Cancelled.create({ what: "Work on a thread" }, { cause: reason }));
  if (!thread) return;
  removeThread(pool, thread);
  void thread.stop();
  startWaitingJobs(pool);
}

async function closePool(pool: PoolState): Promise<void> {
  pool.closed = true;
  const threads = [...pool.threads];
  for (const job of [...pool.waiting, ...pool.running.keys()]) cancelJob(pool, job, undefined);
  await Promise.all(threads.map((thread) => thread.stop()));
}
