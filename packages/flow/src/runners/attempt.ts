import { Cancelled } from "@imdb/core";
import { Timeout } from "../errors.js";

/** The limits of one attempt. Times are seconds. */
export interface AttemptLimits {
  readonly what: "task" | "flow";
  readonly name: string;
  readonly signal: AbortSignal;
  readonly timeout: number | undefined;
  readonly grace: number;
}

/**
 * Calls a function with a time limit and a signal for cancellation. When either ends it, the signal of the function
 * aborts at once, and the function has `grace` seconds to clean up before this rejects: a retry should not run at the
 * same time.
 *
 * @throws What `work` threw, `FLOW_TIMEOUT`, or `CANCELLED`.
 */
export async function withTimeLimit<T>(
  limits: AttemptLimits,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, timeout, what, name, grace } = limits;
  if (signal.aborted) throw cancelled(limits);
  const own = timeout === undefined ? undefined : new AbortController();
  return new Promise<T>((resolve, reject) => {
    const timers: NodeJS.Timeout[] = [];
    const after = (seconds: number, act: () => void) => timers.push(setTimeout(act, 1000 * seconds));
    let expired: Error | undefined;
    const reasonToEnd = () => expired ?? cancelled(limits);
    const stop = (reason: unknown) => {
      own?.abort(reason);
      after(grace, () => reject(reasonToEnd()));
    };
    const onAbort = () => stop(signal.reason);
    const settle = () => {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    if (timeout !== undefined) {
      after(timeout, () => {
        expired = Timeout.create({ what, name, seconds: timeout });
        stop(expired);
      });
    }
    work(own?.signal ?? signal).then(
      (value) => {
        settle();
        // Work that completed in spite of a cancellation is completed; work that completed after its timeout is late.
        if (expired) reject(expired);
        else resolve(value);
      },
      (error) => {
        settle();
        reject(expired || signal.aborted ? reasonToEnd() : error);
      },
    );
  });
}

function cancelled({ what, name, signal }: AttemptLimits): Error {
  return Cancelled.create({ what: `The ${what} ${JSON.stringify(name)}` }, { cause: signal.reason });
}
