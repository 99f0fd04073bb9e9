import { Cancelled } from "@imdb/core";
import { checkOption, integer } from "@imdb/core/options";

/** How many tasks of a tag may run at once, over all the runs that share the object. */
export interface ConcurrencyLimits {
  /** The limit of a tag; `undefined` where it has none. */
  of(tag: string): Semaphore | undefined;
}

/**
 * Concurrency limits by tag, as Prefect's: tasks with `tags: ["database"]` never run more than the given
 * number at once. Share one object between runs to limit them together.
 *
 * @throws `INVALID_OPTION` for a limit that is not an integer from 1.
 * @example
 * const limits = concurrencyLimits({ database: 2 });
 * const run = await flow({ name: "nightly" }, () => "done").run(undefined, { limits });
 * run.state; // => "Completed"
 */
export function concurrencyLimits(byTag: Readonly<Record<string, number>>): ConcurrencyLimits {
  const semaphores = new Map<string, Semaphore>();
  for (const [tag, limit] of Object.entries(byTag)) {
    semaphores.set(tag, semaphore(checkOption(`limits.${tag}`, limit, integer(1))));
  }
  return { of: (tag) => semaphores.get(tag) };
}

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
