import { Worker } from "node:worker_threads";
import { builtFile } from "@imdb/runtime/threads";
import type { QueueConnection } from "./connection.js";
import { createLeaseBoard, type LeaseBoard } from "./lease-board.js";

/** The `workerData` of the thread. */
export interface LeaseThreadData {
  readonly queue: string;
  readonly connection: QueueConnection;
  readonly leaseMs: number;
  /** The memory of the {@link LeaseBoard}, which lists the jobs of the worker. */
  readonly board: SharedArrayBuffer;
}

/** Heartbeats for the jobs that this process runs. */
export interface Leases extends Pick<LeaseBoard, "hold" | "drop"> {
  close(): Promise<void>;
}

/**
 * Renews the locks of jobs from a separate thread: training a model may block the main thread for longer than a lease
 * lasts.
 */
export async function keepLeases(
  options: Omit<LeaseThreadData, "board"> & { readonly concurrency: number },
  onError: (error: Error) => void,
): Promise<Leases> {
  const { concurrency, ...rest } = options;
  const { memory, hold, drop } = createLeaseBoard(concurrency);
  const data: LeaseThreadData = { ...rest, board: memory };
  // The thread does not get the flags of the process: some are for running TypeScript sources, and this script is
  // built.
  const thread = new Worker(builtFile(import.meta.url, "queue/lease-thread.js"), {
    workerData: data,
    execArgv: [],
  });
  thread.on("error", onError);
  await new Promise<void>((resolve, reject) => {
    thread.on("message", (message: "ready" | { readonly error: string }) => {
      if (message === "ready") resolve();
      else onError(new Error(message.error));
    });
    thread.once("error", reject);
  });
  return {
    hold,
    drop,
    async close() {
      await thread.terminate();
    },
  };
}
