import { Cancelled } from "../errors/codes.js";

/** How far a long work has come. Whoever runs it draws the bar. */
export interface Progress {
  /** What is being done, in a few words: `"reading"`, `"fitting"`. */
  readonly stage: string;
  /** How much of it is done, in `unit`. */
  readonly done: number;
  /** Left out while unknown. */
  readonly total?: number;
  /** What `done` counts: `"documents"`, `"bytes"`, `"iterations"`. */
  readonly unit: string;
}

/** What every long work takes. Nothing here changes a result but `seed`, and that is recorded. */
export interface RunOptions {
  /** Cancels the work, which then rejects with `CANCELLED` and leaves nothing half-written. */
  readonly signal?: AbortSignal | undefined;
  /** Hears how far the work has come, as often as it suits the work. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Worker threads; change the time and nothing else. Default 1. */
  readonly threads?: number | undefined;
  /** Seed of whatever is random in the work. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * Stops a cancelled work; call it between steps.
 *
 * @throws `CANCELLED` when the signal is aborted; its reason is the cause.
 */
export function throwIfCancelled(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted) throw Cancelled.create({ what }, { cause: signal.reason });
}

/** Lets timers, signals and progress drawing have a turn during long computations. */
export function yieldToEventLoop(): Promise<void> {
  // Where there is one, an immediate comes at once; a timer waits a millisecond.
  return new Promise((resolve) => (globalThis.setImmediate ?? setTimeout)(resolve));
}
