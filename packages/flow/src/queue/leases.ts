import { Worker } from "node:worker_threads";
import { leaseThreadScript } from "../thread-scripts.js";
import type { QueueConnection } from "./connection.js";

/** What the thread is told: a job is held, or let go. */
export type LeaseMessage =
  | { readonly hold: string; readonly token: string }
  | { readonly drop: string }
  | { readonly close: true };

/** What the thread needs to know. */
export interface LeaseThreadData {
  readonly queue: string;
  readonly connection: QueueConnection;
  readonly leaseMs: number;
}

/** Signs of life for the jobs that this process works on. */
export interface Leases {
  hold(jobId: string, token: string): void;
  drop(jobId: string): void;
  close(): Promise<void>;
}

/**
 * Renews the locks of jobs from a thread of its own: training a model may keep the process busy for longer than
 * a lease, and is not dead for that.
 */
export async function keepLeases(data: LeaseThreadData, onError: (error: Error) => void): Promise<Leases> {
  // Without the process's own flags: they may be for its sources, and this script is a built one.
  const thread = new Worker(leaseThreadScript, { workerData: data, execArgv: [] });
  thread.on("error", onError);
  await new Promise<void>((resolve, reject) => {
    thread.on("message", (message: "ready" | { readonly error: string }) => {
      if (message === "ready") resolve();
      else onError(new Error(message.error));
    });
    thread.once("error", reject);
  });
  const send = (message: LeaseMessage) => thread.postMessage(message);
  return {
    hold: (hold, token) => send({ hold, token }),
    drop: (drop) => send({ drop }),
    async close() {
      await thread.terminate();
    },
  };
}
