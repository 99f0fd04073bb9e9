import { fileURLToPath } from "node:url";
import type { WorkerOptions } from "node:worker_threads";
import { fromWire, type WireError, WorkerFailure } from "@imdb/core";
import { InvalidWorkerScript } from "../errors.js";
import { enclose, isEnvelope, open } from "./envelope.js";
import type { ReadyMessage } from "./serve-jobs.js";
import { startThread } from "./start-thread.js";
import type { WorkerScript } from "./worker-script.js";

/** The value that a job returned, or the error that it failed with. */
export type ThreadAnswer = { readonly value: unknown } | { readonly error: unknown };

/** One worker thread. It runs one job at a time and has no queue: the pool sends the next when one is settled. */
export interface PoolThread {
  /** Sends it a job. `settle` is called once, whatever happens to the thread. */
  send(job: unknown, transfer: readonly ArrayBuffer[], settle: (answer: ThreadAnswer) => void): void;
  /** Stops it at once. A job that it was running is not settled. */
  stop(): Promise<void>;
}

/**
 * Starts a thread.
 *
 * @param onEnd  Called when the thread has ended, with a job or without, before its job is settled.
 */
export function startPoolThread(
  script: WorkerScript,
  options: Pick<WorkerOptions, "workerData" | "resourceLimits">,
  onEnd: () => void,
): PoolThread {
  const worker = startThread(script.url, options);
  let isReady = false;
  let settle: ((answer: ThreadAnswer) => void) | undefined;

  function settleJob(answer: ThreadAnswer): void {
    const listener = settle;
    // A stopped thread: an answer that was under way must not let the process end before the thread has.
    if (!listener) return;
    settle = undefined;
    // Without work it does not keep the process running.
    worker.unref();
    listener(answer);
  }

  function failed(reason: string, cause?: unknown): ThreadAnswer {
    const path = fileURLToPath(script.url);
    // A script that somebody else has named, and that did not get as far as to take a job, is the wrong one.
    if (script.isGiven && !isReady) {
      const details = { package: script.package, script: path, reason };
      return { error: InvalidWorkerScript.create(details, { cause }) };
    }
    return { error: WorkerFailure.create({ worker: path, reason }, { cause }) };
  }

  function end(reason: string, cause?: unknown): void {
    onEnd();
    settleJob(failed(reason, cause));
    void worker.terminate();
  }

  // For the whole life of the thread: an idle thread may die as well as a busy one.
  worker.on("message", (envelope: unknown) => {
    const message = isEnvelope<ReadyMessage | { value: unknown } | { error: WireError }>(envelope)
      ? open(envelope)
      : { ready: "another program" };
    if (!("ready" in message)) settleJob("error" in message ? { error: fromWire(message.error) } : message);
    else if (message.ready === script.package) isReady = true;
    else end(`it is the script of ${message.ready}`);
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
        // Not at once: the pool would start the next job inside of this call, one level deeper for every waiting job.
        queueMicrotask(() => settleJob(failed(`the job cannot be sent to it: ${reason}`, error)));
      }
    },
    async stop() {
      settle = undefined;
      // The process must not end while somebody waits for this.
      worker.ref();
      await worker.terminate();
    },
  };
}
