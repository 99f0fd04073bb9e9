import { Cancelled } from "../errors/codes.js";

/** The progress of long work. The caller displays it. */
export interface Progress {
  /** The present stage: `"reading"`, `"fitting"`. */
  readonly stage: string;
  /** The amount that is done, in `unit`. */
  readonly done: number;
  /** Left out while unknown. */
  readonly total?: number;
  /** What `done` counts: `"documents"`, `"bytes"`, `"iterations"`. */
  readonly unit: string;
}

/** Options of all long work. Only `seed` changes a result, and it is recorded. */
export interface RunOptions {
  /** Cancels the work, which then rejects with `CANCELLED` and leaves no partial file. */
  readonly signal?: AbortSignal | undefined;
  /** Is called with the progress, from time to time. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** The number of worker threads. It changes the time only, never the result. Default 1. */
  readonly threads?: number | undefined;
  /** The seed of all random choices of the work. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * Throws if the work was cancelled; call it between steps.
 *
 * @throws `CANCELLED` when the signal is aborted; its reason is the cause.
 */
export function throwIfCancelled(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted) throw Cancelled.create({ what }, { cause: signal.reason });
}

/**
 * Calls a task a little later. Where it exists, `setImmediate` does so without delay; a timer waits a millisecond. Taken once:
 * the fake timers of a test, which stand still, may take their place later.
 */
const soon: (task: () => void) => unknown = globalThis.setImmediate ?? setTimeout;

/** Lets timers, signals and other events run during a long computation. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => soon(resolve));
}
