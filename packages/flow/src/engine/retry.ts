import { Cancelled, seededRandom } from "@imdb/core";
import type { RetryPolicy } from "../definition/task-definition.js";

/**
 * Seconds to wait before a retry: exponential backoff with jitter.
 *
 * @param retry  Which retry, from 1.
 * @param who    Draws its own jitter from the seed, so that tasks do not retry in step.
 * @see   Brooker (2015), Exponential backoff and jitter, AWS Architecture Blog.
 */
export function retryDelay(policy: RetryPolicy, retry: number, seed: number, who: string): number {
  const { delays, backoff, maxDelay, jitter } = policy;
  const given = delays[Math.min(retry, delays.length) - 1]!;
  const grown = given * backoff ** Math.max(0, retry - delays.length);
  const base = Math.min(maxDelay, grown);
  const spread = 2 * seededRandom(seed).fork(`${who}#${retry}`).next() - 1;
  return Math.min(maxDelay, base * (1 + jitter * spread));
}

/** Waits, unless the signal aborts: then rejects with `CANCELLED`. */
export function sleep(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = () => {
      clearTimeout(timer);
      reject(Cancelled.create({ what: "Waiting for a retry" }, { cause: signal.reason }));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", cancel);
      resolve();
    }, seconds * 1000);
    if (signal.aborted) cancel();
    else signal.addEventListener("abort", cancel, { once: true });
  });
}
