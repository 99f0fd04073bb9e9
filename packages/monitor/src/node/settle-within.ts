/** Milliseconds that a callback has to settle when the watch is stopped: what is nearly done is not done again. */
const AFTER_STOP_MS = 1_000;

/** How long a callback of a user is waited for. */
export interface Deadline {
  readonly timeoutMs: number;
  /** The signal of the watch. A second after it has aborted, nothing is waited for. */
  readonly stopped: AbortSignal | undefined;
  /** Makes the error of a callback that has not settled in time. */
  readonly late: (timeoutMs: number) => Error;
}

/**
 * Calls a function, and waits for it until its deadline; a second at most once the watch is stopped. Then the signal that
 * the function got is aborted.
 *
 * @throws What `late` makes, and what the function throws
 */
export async function settleWithin<T>(
  { timeoutMs, stopped, late }: Deadline,
  call: (signal: AbortSignal) => T | Promise<T>,
): Promise<T> {
  const given = new AbortController();
  const signal = stopped ? AbortSignal.any([stopped, given.signal]) : given.signal;
  const timers: NodeJS.Timeout[] = [];
  let stop: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    const within = (ms: number) =>
      timers.push(
        setTimeout(() => {
          const error = late(ms);
          reject(error);
          given.abort(error);
        }, ms),
      );
    within(timeoutMs);
    stop = () => void within(Math.min(timeoutMs, AFTER_STOP_MS));
    if (stopped?.aborted) stop();
    else stopped?.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([call(signal), ended]);
  } finally {
    for (const timer of timers) clearTimeout(timer);
    if (stop) stopped?.removeEventListener("abort", stop);
  }
}
