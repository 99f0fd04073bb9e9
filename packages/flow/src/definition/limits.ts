import { Cancelled } from "@imdb/core";
import { checkOption, integer, recordOf } from "@imdb/core/options";

/** Limits of the tasks that run at once, by tag, over all runs that share the object. */
export interface ConcurrencyLimits {
  /** The limit of a tag; `undefined` where it has none. */
  of(tag: string): Semaphore | undefined;
}

/**
 * Concurrency limits by tag, as in Prefect: at most the given number of tasks with the tag run at once. Runs that share
 * the object are limited together.
 *
 * @throws `INVALID_OPTION` for a limit that is not an integer from 1.
 * @example
 * const limits = concurrencyLimits({ database: 2 });
 * const run = await flow({ name: "nightly" }, () => "done").run(undefined, { limits });
 * run.state; // => "Completed"
 */
export function concurrencyLimits(byTag: Readonly<Record<string, number>>): ConcurrencyLimits {
  checkOption("limits", byTag, recordOf(integer(1)), "concurrencyLimits");
  const semaphores = new Map(Object.entries(byTag).map(([tag, limit]) => [tag, semaphore(limit)]));
  return { of: (tag) => semaphores.get(tag) };
}

/** Admits a limited number of holders at once, in the order of their calls. */
export interface Semaphore {
  /** Waits until it is admitted. Rejects with `CANCELLED` when the signal aborts first. */
  acquire(signal: AbortSignal): Promise<void>;
  release(): void;
}

/** A counting semaphore, first come first served. */
export function semaphore(limit: number): Semaphore {
  let free = limit;
  // A set keeps the order of insertion, and deletes a cancelled waiter in constant time.
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
  return Cancelled.create({ what: "Waiting for a free slot" }, { cause: signal.reason });
}
