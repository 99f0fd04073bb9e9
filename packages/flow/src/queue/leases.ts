import { fileURLToPath } from "node:url";
import { WorkerFailure } from "@imdb/core";
import { checkWorkerScript, startThread, type WorkerScript } from "@imdb/runtime/threads";
import { workerScript } from "../worker-script.js";
import { createLeaseBoard, type HeldJob, type LeaseBoard } from "./lease-board.js";
import { type LeaseData, type LeaseReports, renewLeases } from "./renew-leases.js";

/** Heartbeats for the jobs that this process runs. */
export interface Leases extends Pick<LeaseBoard, "hold" | "drop"> {
  close(): Promise<void>;
}

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
  const { memory, hold, drop } = createLeaseBoard(concurrency);
  const data: LeaseData = { ...rest, board: memory };
  const script = workerScript(given);
  await checkWorkerScript(script);
  const close = await (script ? renewOnThread(script, data, reports) : renewLeases(data, reports));
  return { hold, drop, close };
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
