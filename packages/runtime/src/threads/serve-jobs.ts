import { toWire } from "@imdb/core";
import { type Envelope, enclose, open } from "./envelope.js";

/** The result of a job: its value, and the buffers to move with it. */
export interface JobResult<Out> {
  /** What `run` resolves to; a structured clone of it. */
  readonly value: Out;
  /** Buffers that move to the caller instead of being copied. */
  readonly transfer?: readonly ArrayBuffer[];
}

/** The first message of a thread: the package whose jobs it runs. */
export interface ReadyMessage {
  readonly ready: string;
}

/**
 * Says whose script this is, as the first message of a thread. {@link serveJobs} does it; a script calls it only where
 * its thread serves no jobs.
 *
 * @param name  The package of the script: `@imdb/train`.
 * @param port  The worker's `parentPort`.
 */
export function announceScript(name: string, port: { postMessage(value: unknown): void } | null): void {
  port?.postMessage(enclose<ReadyMessage>({ ready: name }));
}

/**
 * Runs the jobs that a pool sends to this thread. Call it at the end of a worker script.
 *
 * @param name    The package of the script: `@imdb/train`.
 * @param port    The worker's `parentPort`.
 * @param handle  Runs one job. The caller of `run` gets what it throws, as the same `ImdbError`.
 */
export function serveJobs<In, Out>(
  name: string,
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
  announceScript(name, port);
}
