import { fileURLToPath } from "node:url";
import { WorkerFailure } from "@imdb/core";
import { checkWorkerScript, startThread, type WorkerScript } from "@imdb/runtime/threads";
import { workerScript } from "../worker-script.js";
import { createLeaseBoard, type HeldJob, type LeaseBoard } from "./lease-board.js";
import { type LeaseData, type LeaseReports, renewLeases } from "./renew-leases.js";

/** Heartbeats for the jobs that this process runs. */
export interface Leases extends Pick<LeaseBoard, "hold" | "drop"> {
  /** Reports the jobs whose locks have expired. To be called directly before the last step of a job. */
  check(): void;
  close(): Promise<void>;
}

/**
 * The longest time between two looks at the clock while a job runs, in milliseconds. After a pause of the process the look that is due
 * comes before timers that were to end later, so that a task is told before it goes on.
 */
const LOOK_MS = 20;

interface LeaseOptions extends Omit<LeaseData, "board"> {
  readonly concurrency: number;
  readonly workerScript: string | URL | undefined;
}

/**
 * Renews the locks of jobs from a separate thread: training a model may block the main thread for longer than a lease
 * lasts. Where the thread's script is missing, the calling thread renews them.
 */
export async function keepLeases(
  { concurrency, workerScript: given, ...rest }: LeaseOptions,
  reports: LeaseReports,
): Promise<Leases> {
  const { memory, hold, drop, expired } = createLeaseBoard(concurrency);
  const data: LeaseData = { ...rest, board: memory };
  const script = workerScript(given);
  await checkWorkerScript(script);
  const close = await (script ? renewOnThread(script, data, reports) : renewLeases(data, reports));
  const check = () => {
    for (const job of expired(rest.leaseMs)) reports.onLost(job);
  };
  const held = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  return {
    hold(id, token) {
      hold(id, token);
      held.add(id);
      timer ??= setInterval(check, Math.min(LOOK_MS, rest.leaseMs / 8));
    },
    drop(id) {
      drop(id);
      held.delete(id);
      if (held.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    },
    check,
    async close() {
      clearInterval(timer);
      await close();
    },
  };
}

/** What the thread says. */
type LeaseMessage = "ready" | { readonly error: string } | { readonly lost: HeldJob };

async function renewOnThread(
  script: WorkerScript,
  workerData: LeaseData,
  { onError, onLost }: LeaseReports,
): Promise<() => Promise<void>> {
  const thread = startThread(script.url, { workerData });
  thread.on("error", onError);
  await new Promise<void>((resolve, reject) => {
    thread.on("message", (message: LeaseMessage) => {
      if (message === "ready") resolve();
      else if ("lost" in message) onLost(message.lost);
      else onError(new Error(message.error));
    });
    thread.once("error", reject);
    thread.once("exit", (code) =>
      reject(
        WorkerFailure.create({ worker: fileURLToPath(script.url), reason: `it ended with code ${code}` }),
      ),
    );
  });
  return async () => {
    await thread.terminate();
  };
}
