import { Cancelled } from "@imdb/core";

/** Lets `limit` holders in at once, in the order they came. */
export interface Semaphore {
  /** Waits for a place. Rejects with `CANCELLED` when the signal aborts first. */
  acquire(signal: AbortSignal): Promise<void>;
  release(): void;
}

/** A counting semaphore, first come first served. */
export function semaphore(limit: number): Semaphore {
  let free = limit;
  // A set keeps the order of insertion, and a cancelled waiter leaves it at once, however long it is.
  const waiting = new Set<() => void>();

  return {
    acquire(signal) {
      if (signal.aborted) return Promise.reject(cancelled(signal));
      if (free > 0) {
        free--;
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const enter = () => {
          signal.removeEventListener("abort", leave);
          resolve();
        };
        const leave = () => {
          waiting.delete(enter);
          reject(cancelled(signal));
        };
        waiting.add(enter);
        signal.addEventListener("abort", leave, { once: true });
      });
    },
    release() {
      const next = waiting.values().next();
      if (next.done) {
        free++;
        return;
      }
      waiting.delete(next.value);
      next.value();
    },
  };
}

function cancelled(signal: AbortSignal): Error {
  return Cancelled.create({ what: "Waiting for a place to run" }, { cause: signal.reason });
}
