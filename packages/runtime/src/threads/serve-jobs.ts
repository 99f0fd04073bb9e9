import { toWire } from "@imdb/core";
import { type Envelope, enclose, open } from "./envelope.js";

/** What a job gives: its value, and the buffers to move with it. */
export interface JobResult<Out> {
  /** What `run` resolves to; a structured clone of it. */
  readonly value: Out;
  /** Buffers that move to the caller instead of being copied. */
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
    on(event: "message", f: (job: Envelope<In>) => void): void;
    postMessage(v: unknown, t?: readonly never[]): void;
  } | null,
  handle: (job: In) => Promise<JobResult<Out>> | JobResult<Out>,
): void {
  port?.on("message", async (envelope) => {
    try {
      const { value, transfer = [] } = await handle(open(envelope));
      port.postMessage(enclose({ value }), transfer as readonly never[]);
    } catch (error) {
      port.postMessage(enclose({ error: toWire(error) }));
    }
  });
}
