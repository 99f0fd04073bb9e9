import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom, throwIfCancelled } from "@imdb/core";
import type { RetryPolicy } from "../definition/work-definition.js";
import type { Run } from "./run.js";

/**
 * Seconds to wait before a retry: exponential backoff with jitter.
 *
 * @param retry  The number of the retry, from 1.
 * @param name   Task run or flow: each draws its own jitter from the seed, so that they do not retry at the same moment.
 * @see   Brooker (2015), Exponential backoff and jitter, AWS Architecture Blog.
 */
function retryDelay(policy: RetryPolicy, retry: number, seed: number, name: string): number {
  const { delays, backoff, maxDelay, jitter } = policy;
  const given = delays[Math.min(retry, delays.length) - 1]!;
  const grown = given * backoff ** Math.max(0, retry - delays.length);
  const base = Math.min(maxDelay, grown);
  const spread = 2 * seededRandom(seed).fork(`${name}#${retry}`).next() - 1;
  return Math.min(maxDelay, base * (1 + jitter * spread));
}

/**
 * Repeats an attempt by its retry policy, with a delay before each retry.
 *
 * @param name     See {@link retryDelay}.
 * @param attempt  Gets its number, from 1.
 * @param onRetry  Called after each failure that is followed by a retry, with the seconds until then.
 */
export async function withRetries<T>(
  { signal, seed }: Pick<Run, "signal" | "seed">,
  policy: RetryPolicy,
  name: string,
  attempt: (nth: number) => Promise<T>,
  onRetry: (error: unknown, delay: number) => void,
): Promise<T> {
  for (let nth = 1; ; nth++) {
    try {
      return await attempt(nth);
    } catch (error) {
      if (nth > policy.retries || signal.aborted || !policy.retryIf(error, nth)) throw error;
      const delay = retryDelay(policy, nth, seed, name);
      onRetry(error, delay);
      await sleep(1000 * delay, undefined, { signal }).catch(() =>
        throwIfCancelled(signal, "Waiting for a retry"),
      );
    }
  }
}
