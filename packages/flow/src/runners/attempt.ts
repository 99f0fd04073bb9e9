import { Cancelled } from "@imdb/core";
import { Timeout } from "../errors.js";

/** What bounds one attempt; times in seconds. */
export interface AttemptBounds {
  readonly what: "task" | "flow";
  readonly name: string;
  readonly signal: AbortSignal;
  readonly timeout: number | undefined;
  readonly grace: number;
}

/**
 * Calls a function that may be cut short by a timeout or a cancellation. Its signal aborts at once; it is
 * then given `grace` seconds to clean up before it is left alone, so that a repeated attempt does not run
 * beside it.
 *
 * @throws What `work` threw, `FLOW_TIMEOUT`, or `CANCELLED`.
 */
export async function withinBounds<T>(
  bounds: AttemptBounds,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, timeout, what, name, grace } = bounds;
  if (signal.aborted) throw cancelled(bounds);
  const own = timeout === undefined ? undefined : new AbortController();
  return new Promise<T>((resolve, reject) => {
    const timers: NodeJS.Timeout[] = [];
    const after = (seconds: number, act: () => void) => timers.push(setTimeout(act, 1000 * seconds));
    let expired: Error | undefined;
    const why = () => expired ?? cancelled(bounds);
    const stop = (reason: unknown) => {
      own?.abort(reason);
      after(grace, () => reject(why()));
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
        // Work that ended in spite of a cancellation has ended; work that was too late was too late.
        if (expired) reject(expired);
        else resolve(value);
      },
      (error) => {
        settle();
        reject(expired || signal.aborted ? why() : error);
      },
    );
  });
}

function cancelled({ what, name, signal }: AttemptBounds): Error {
  return Cancelled.create({ what: `The ${what} ${JSON.stringify(name)}` }, { cause: signal.reason });
}
