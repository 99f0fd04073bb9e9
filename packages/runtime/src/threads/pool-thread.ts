import type { WorkerOptions } from "node:worker_threads";
import { fromWire, type WireError, WorkerFailure } from "@imdb/core";
import { type Envelope, enclose, open } from "./envelope.js";
import { startWorker } from "./thread-flags.js";

/** What a thread answered, or why it cannot. */
export type ThreadAnswer = { readonly value: unknown } | { readonly error: unknown };

/** One worker thread, that does one job after the other. */
export interface PoolThread {
  /** Gives it a job and hears of its end: once, whatever happens to the thread. */
  send(job: unknown, transfer: readonly ArrayBuffer[], settle: (answer: ThreadAnswer) => void): void;
  /** Stops it at once. A job it was at is not answered any more. */
  stop(): Promise<void>;
}

/**
 * Starts a thread.
 *
 * @param onEnd  Called once when it is gone, whether it had a job or not, before its job is answered.
 */
export function startThread(
  script: URL,
  options: Pick<WorkerOptions, "workerData" | "resourceLimits">,
  onEnd: () => void,
): PoolThread {
  const worker = startWorker(script, options);
  let settle: ((answer: ThreadAnswer) => void) | undefined;

  function answer(given: ThreadAnswer): void {
    const listener = settle;
    settle = undefined;
    // Without work it does not keep the process running.
    worker.unref();
    listener?.(given);
  }

  function failed(reason: string, cause?: unknown): ThreadAnswer {
    return { error: WorkerFailure.create({ worker: script.pathname, reason }, { cause }) };
  }

  function end(reason: string, cause?: unknown): void {
    onEnd();
    answer(failed(reason, cause));
    void worker.terminate();
  }

  // These stay for the thread's whole life: an idle thread may die as well as a busy one.
  worker.on("message", (envelope: Envelope<{ value: unknown } | { error: WireError }>) => {
    const given = open(envelope);
    answer("error" in given ? { error: fromWire(given.error) } : given);
  });
  worker.on("error", (error) => end(error instanceof Error ? error.message : String(error), error));
  worker.on("messageerror", (error) => end(`its answer could not be read: ${error.message}`, error));
  worker.on("exit", (code) => end(`it ended with code ${code}`));

  return {
    send(job, transfer, listener) {
      settle = listener;
      worker.ref();
      try {
        worker.postMessage(enclose(job), transfer);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        // Not at once: the pool would take up the next job inside of this one, as deep as there are jobs.
        queueMicrotask(() => answer(failed(`the job cannot be sent to it: ${reason}`, error)));
      }
    },
    async stop() {
      settle = undefined;
      // Whoever waits for this must not find the process gone.
      worker.ref();
      await worker.terminate();
    },
  };
}
