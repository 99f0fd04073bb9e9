import { availableParallelism } from "node:os";
import type { WorkerOptions } from "node:worker_threads";
import { Cancelled, InvalidOption, WorkerFailure } from "@imdb/core";
import { type PoolThread, startThread } from "./pool-thread.js";

/** Worker threads that each run one job at a time. */
export interface WorkerPool<In, Out> {
  /** The most threads it starts. */
  readonly size: number;
  /**
   * Runs one job on the next free thread; jobs start in the order of their calls.
   *
   * @param options.transfer  Buffers that move to the thread instead of being copied; the caller loses them.
   * @param options.signal    Rejects the job at once, waiting or running; a thread that runs it is stopped.
   * @throws What the job threw, `WORKER_FAILURE` when its thread died or the job cannot be sent to it,
   *         `CANCELLED` when the signal was aborted or the pool closed.
   */
  run(
    job: In,
    options?: { transfer?: readonly ArrayBuffer[]; signal?: AbortSignal | undefined },
  ): Promise<Out>;
  /** Stops the threads and rejects what they have not answered with `CANCELLED`. Call it in a `finally`. */
  close(): Promise<void>;
}

interface Job<In, Out> {
  readonly input: In;
  readonly transfer: readonly ArrayBuffer[];
  /** Settles the promise of `run`; only the first call counts. */
  resolve(out: Out): void;
  reject(error: unknown): void;
}

/**
 * Makes a pool that starts its threads when there is work for them, up to `size`. Threads without work do not
 * keep the process running.
 *
 * @param script  The built worker, whose code calls `serveJobs`.
 * @param size    From 1 to 1024; more than the machine's cores is allowed and seldom faster. Default: the cores.
 * @throws `INVALID_OPTION`
 */
export function createWorkerPool<In, Out>(
  script: URL,
  size: number = availableParallelism(),
  options: Pick<WorkerOptions, "workerData" | "resourceLimits"> = {},
): WorkerPool<In, Out> {
  if (!Number.isInteger(size) || size < 1 || size > 1024) {
    throw InvalidOption.create({ option: "threads", value: size, expected: "an integer from 1 to 1024" });
  }
  if (script.protocol !== "file:") {
    throw InvalidOption.create({ option: "script", value: script.href, expected: "the URL of a file" });
  }
  const waiting = new Set<Job<In, Out>>();
  const running = new Map<Job<In, Out>, PoolThread>();
  const idle: PoolThread[] = [];
  const all = new Set<PoolThread>();
  let closed = false;

  function next(): void {
    for (const job of waiting) {
      const thread = idle.pop() ?? (all.size < size ? start() : undefined);
      if (!thread) return;
      waiting.delete(job);
      running.set(job, thread);
      thread.send(job.input, job.transfer, (answer) => {
        running.delete(job);
        if (all.has(thread)) idle.push(thread);
        if ("error" in answer) job.reject(answer.error);
        else job.resolve(answer.value as Out);
        next();
      });
    }
  }

  function start(): PoolThread {
    const thread = startThread(script, options, () => drop(thread));
    all.add(thread);
    return thread;
  }

  function drop(thread: PoolThread): void {
    all.delete(thread);
    const place = idle.indexOf(thread);
    if (place >= 0) idle.splice(place, 1);
  }

  function cancel(job: Job<In, Out>, reason: unknown): void {
    const thread = running.get(job);
    waiting.delete(job);
    running.delete(job);
    job.reject(Cancelled.create({ what: "Work on a thread" }, { cause: reason }));
    if (!thread) return;
    drop(thread);
    void thread.stop();
    next();
  }

  async function run(
    input: In,
    { transfer = [], signal }: { transfer?: readonly ArrayBuffer[]; signal?: AbortSignal | undefined } = {},
  ): Promise<Out> {
    if (closed) throw WorkerFailure.create({ worker: script.pathname, reason: "the pool is closed" });
    let onAbort = () => {};
    try {
      return await new Promise<Out>((resolve, reject) => {
        const job: Job<In, Out> = { input, transfer, resolve, reject };
        onAbort = () => cancel(job, signal?.reason);
        if (signal?.aborted) return onAbort();
        signal?.addEventListener("abort", onAbort, { once: true });
        waiting.add(job);
        next();
      });
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
  }

  async function close(): Promise<void> {
    closed = true;
    const threads = [...all];
    for (const job of [...waiting, ...running.keys()]) cancel(job, undefined);
    await Promise.all(threads.map((thread) => thread.stop()));
  }

  return { size, run, close };
}
