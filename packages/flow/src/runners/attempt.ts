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
  const { signal, timeout, what, name } = bounds;
  if (signal.aborted) throw cancelled(bounds);
  if (timeout === undefined) return guarded(bounds, { signal, expired: () => undefined }, work(signal));

  const own = new AbortController();
  let expired: Error | undefined;
  const forward = () => own.abort(signal.reason);
  signal.addEventListener("abort", forward, { once: true });
  const timer = setTimeout(() => {
    expired = Timeout.create({ what, name, seconds: timeout });
    own.abort(expired);
  }, timeout * 1000);
  try {
    return await guarded(bounds, { signal: own.signal, expired: () => expired }, work(own.signal));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", forward);
  }
}

/** Waits for work; after an abort only for the grace period, and what it throws is then the abort's error. */
function guarded<T>(
  bounds: AttemptBounds,
  until: { readonly signal: AbortSignal; readonly expired: () => Error | undefined },
  work: Promise<T>,
): Promise<T> {
  const { signal, expired } = until;
  return new Promise<T>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const why = () => expired() ?? cancelled(bounds);
    const onAbort = () => {
      timer = setTimeout(() => reject(why()), bounds.grace * 1000);
    };
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    work.then(
      (value) => {
        settle();
        // Work that ended in spite of a cancellation has ended; work that was too late was too late.
        const late = expired();
        if (late) reject(late);
        else resolve(value);
      },
      (error) => {
        settle();
        reject(signal.aborted ? why() : error);
      },
    );
  });
}

function cancelled({ what, name, signal }: AttemptBounds): Error {
  return Cancelled.create({ what: `The ${what} ${JSON.stringify(name)}` }, { cause: signal.reason });
}
