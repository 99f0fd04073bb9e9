import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom, throwIfCancelled } from "@imdb/core";
import type { RetryPolicy } from "../definition/work-definition.js";
import type { Run } from "./run.js";

/**
 * Seconds to wait before a retry: exponential backoff with jitter.
 *
 * @param retry  Which retry, from 1.
 * @param who    Draws its own jitter from the seed, so that tasks do not retry in step.
 * @see   Brooker (2015), Exponential backoff and jitter, AWS Architecture Blog.
 */
function retryDelay(policy: RetryPolicy, retry: number, seed: number, who: string): number {
  const { delays, backoff, maxDelay, jitter } = policy;
  const given = delays[Math.min(retry, delays.length) - 1]!;
  const grown = given * backoff ** Math.max(0, retry - delays.length);
  const base = Math.min(maxDelay, grown);
  const spread = 2 * seededRandom(seed).fork(`${who}#${retry}`).next() - 1;
  return Math.min(maxDelay, base * (1 + jitter * spread));
}

/**
 * Repeats an attempt as its policy says, with a pause before each retry.
 *
 * @param who      Names its jitter, see {@link retryDelay}.
 * @param attempt  Told which one it is, from 1.
 * @param onRetry  Told of each failure that is followed by a retry, and of the seconds until then.
 */
export async function withRetries<T>(
  { signal, seed }: Pick<Run, "signal" | "seed">,
  policy: RetryPolicy,
  who: string,
  attempt: (nth: number) => Promise<T>,
  onRetry: (error: unknown, delay: number) => void,
): Promise<T> {
  for (let nth = 1; ; nth++) {
    try {
      return await attempt(nth);
    } catch (error) {
      if (nth > policy.retries || signal.aborted || !policy.retryIf(error, nth)) throw error;
      const delay = retryDelay(policy, nth, seed, who);
      onRetry(error, delay);
      await sleep(1000 * delay, undefined, { signal }).catch(() =>
        throwIfCancelled(signal, "Waiting for a retry"),
      );
    }
  }
}
