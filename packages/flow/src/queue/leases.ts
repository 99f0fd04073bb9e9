import { Worker } from "node:worker_threads";
import { builtFile } from "@imdb/runtime/threads";
import type { QueueConnection } from "./connection.js";
import { createLeaseBoard, type LeaseBoard } from "./lease-board.js";

/** What the thread needs to know. */
export interface LeaseThreadData {
  readonly queue: string;
  readonly connection: QueueConnection;
  readonly leaseMs: number;
  /** Of the {@link LeaseBoard} with the jobs that are held. */
  readonly board: SharedArrayBuffer;
}

/** Signs of life for the jobs that this process works on. */
export interface Leases extends Pick<LeaseBoard, "hold" | "drop"> {
  close(): Promise<void>;
}

/**
 * Renews the locks of jobs from a thread of its own: training a model may keep the process busy for longer than
 * a lease, and is not dead for that.
 */
export async function keepLeases(
  about: Omit<LeaseThreadData, "board"> & { readonly concurrency: number },
  onError: (error: Error) => void,
): Promise<Leases> {
  const { concurrency, ...rest } = about;
  const { memory, hold, drop } = createLeaseBoard(concurrency);
  const data: LeaseThreadData = { ...rest, board: memory };
  // Without the process's own flags: they may be for its sources, and this script is a built one.
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
