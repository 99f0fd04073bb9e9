import { setTimeout as wait } from "node:timers/promises";
import { throwIfCancelled } from "@imdb/core";
import { ObjectStoreFailure } from "@imdb/runtime/objects";
import { backoff } from "@imdb/runtime/remote";

/** Milliseconds before the second attempt. */
const FIRST_WAIT = 200;

/** How often work at a remote is repeated. */
export interface Repeating {
  readonly retries: number;
  readonly signal: AbortSignal | undefined;
}

/** Counts the failures of some work, and waits between its attempts. */
export interface Repeater {
  /**
   * Waits after a failure that may pass. One of an attempt that got on begins the count anew.
   *
   * @throws The failure, where it will not pass or was the last attempt; `CANCELLED`
   */
  afterFailure(cause: unknown, attempt: "got on" | "did nothing"): Promise<void>;
}

/** A repeater without failures. */
export function createRepeater({ retries, signal }: Repeating): Repeater {
  let failures = 0;
  return {
    async afterFailure(cause, attempt) {
      throwIfCancelled(signal, "A transfer");
      failures = attempt === "got on" ? 1 : failures + 1;
      const mayPass = ObjectStoreFailure.is(cause) && cause.details.problem === "transient";
      if (!mayPass || failures > retries) throw cause;
      await wait(backoff(failures, FIRST_WAIT), undefined, { signal }).catch((ended) => {
        throwIfCancelled(signal, "A transfer");
        throw ended;
      });
    },
  };
}

/** Does work at a remote, and repeats it after failures that may pass. @throws What the last attempt throws; `CANCELLED` */
export async function tryAgain<T>(repeating: Repeating, attempt: () => Promise<T>): Promise<T> {
  const repeater = createRepeater(repeating);
  for (;;) {
    throwIfCancelled(repeating.signal, "A transfer");
    try {
      return await attempt();
    } catch (cause) {
      await repeater.afterFailure(cause, "did nothing");
    }
  }
}
