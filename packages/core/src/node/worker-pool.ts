import { availableParallelism } from "node:os";
import { Worker, type WorkerOptions } from "node:worker_threads";
import { Cancelled, InvalidOption, WorkerFailure } from "../errors/codes.js";
import { fromWire, toWire, type WireError } from "../errors/wire.js";

/** Worker threads that each run one job at a time. */
export interface WorkerPool<In, Out> {
  readonly size: number;
  /**
   * Runs one job on the next free thread.
   *
   * @param options  `transfer`: buffers that move to the thread instead of being copied, the caller loses
   *                 them; `signal`: stops the job and its thread.
   * @throws What the job threw, `WORKER_FAILURE` when its thread died, `CANCELLED` when the signal was
   *         aborted (the thread is stopped at once).
   */
  run(
    job: In,
    options?: { transfer?: readonly ArrayBuffer[]; signal?: AbortSignal | undefined },
  ): Promise<Out>;
  /** Stops the threads. Call it in a `finally`. */
  close(): Promise<void>;
}

interface Job<In, Out> {
  readonly input: In;
  readonly transfer: readonly ArrayBuffer[];
  readonly signal: AbortSignal | undefined;
  readonly resolve: (out: Out) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Starts worker threads lazily, up to `size`.
 *
 * @param script  The built worker, whose code calls `serveJobs`.
 * @param size    From 1; more than the machine's cores is allowed and seldom faster.
 */
export function createWorkerPool<In, Out>(
  script: URL,
  size: number = availableParallelism(),
  options: Pick<WorkerOptions, "workerData" | "resourceLimits"> = {},
): WorkerPool<In, Out> {
  if (!Number.isInteger(size) || size < 1 || size > 1024) {
    throw InvalidOption.create({ option: "threads", value: size, expected: "an integer from 1 to 1024" });
  }
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: Job<In, Out>[] = [];
  let closed = false;

  function start(): Worker {
    const worker = new Worker(script, options);
    all.add(worker);
    return worker;
  }

  function next(): void {
    while (waiting.length > 0 && (idle.length > 0 || all.size < size)) {
      const job = waiting.shift()!;
      if (job.signal?.aborted) job.reject(cancelled(job.signal));
      else assign(idle.pop() ?? start(), job);
    }
  }

  function assign(worker: Worker, job: Job<In, Out>): void {
    const settle = (usable: boolean) => {
      worker.removeAllListeners();
      job.signal?.removeEventListener("abort", onAbort);
      if (usable && !closed) idle.push(worker);
      else retire(worker);
      next();
    };
    const fail = (reason: string, cause?: unknown) => {
      settle(false);
      job.reject(WorkerFailure.create({ worker: script.pathname, reason }, { cause }));
    };
    const onAbort = () => {
      settle(false);
      job.reject(cancelled(job.signal));
    };
    worker.once("message", (answer: { value: Out } | { error: WireError }) => {
      settle(true);
      if ("error" in answer) job.reject(fromWire(answer.error));
      else job.resolve(answer.value);
    });
    worker.once("error", (error) => fail(error.message, error));
    worker.once("messageerror", (error) => fail(`its answer could not be read: ${error.message}`, error));
    worker.once("exit", (code) => fail(`it ended with code ${code}`));
    job.signal?.addEventListener("abort", onAbort, { once: true });
    try {
      worker.postMessage(job.input, job.transfer);
    } catch (error) {
      settle(true);
      job.reject(error);
    }
  }

  function retire(worker: Worker): void {
    all.delete(worker);
    // A late error of a thread that is being stopped has nobody to hear it.
    worker.on("error", () => {});
    void worker.terminate();
  }

  return {
    size,
    run: (input, { transfer = [], signal } = {}) =>
      new Promise<Out>((resolve, reject) => {
        if (closed)
          return reject(WorkerFailure.create({ worker: script.pathname, reason: "the pool is closed" }));
        waiting.push({ input, transfer, signal, resolve, reject });
        next();
      }),
    async close() {
      closed = true;
      for (const job of waiting.splice(0)) job.reject(cancelled(undefined));
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

function cancelled(signal: AbortSignal | undefined): Error {
  return Cancelled.create({ what: "Work on a thread" }, { cause: signal?.reason });
}

/** What a job gives: its value, and the buffers to move with it. */
export interface JobResult<Out> {
  readonly value: Out;
  readonly transfer?: readonly ArrayBuffer[];
}

/**
 * Answers the jobs of a pool; the last line of a worker script.
 *
 * @param port    The worker's `parentPort`.
 * @param handle  Does one job. What it throws reaches the caller as the same `ImdbError`.
 */
export function serveJobs<In, Out>(
  port: {
    on(event: "message", f: (job: In) => void): void;
    postMessage(v: unknown, t?: readonly never[]): void;
  } | null,
  handle: (job: In) => Promise<JobResult<Out>> | JobResult<Out>,
): void {
  port?.on("message", async (job) => {
    try {
      const { value, transfer = [] } = await handle(job);
      port.postMessage({ value }, transfer as readonly never[]);
    } catch (error) {
      port.postMessage({ error: toWire(error) });
    }
  });
}
