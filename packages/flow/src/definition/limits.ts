import { integerFrom } from "@imdb/core";
import { type Semaphore, semaphore } from "./semaphore.js";

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
    semaphores.set(tag, semaphore(integerFrom(`limits.${tag}`, limit, 1)));
  }
  return { of: (tag) => semaphores.get(tag) };
}
