import { above, integer, optionsOf } from "@imdb/core/options";
import { RateLimited } from "../errors.js";

/** How many requests a client may send, by a token bucket. */
export interface RateLimit {
  /** Tokens that are added to a client's bucket each second: its lasting rate of requests. */
  readonly perSecond: number;
  /** The largest number of tokens in a bucket: the requests that a client may send at once. */
  readonly burst: number;
}

export const rateLimitOptions = optionsOf<RateLimit>({ perSecond: above(0), burst: integer(1) });

const MAX_CLIENTS = 10_000;

/**
 * Makes a rate limiter with one token bucket for each client: a request takes a token, and is refused where there is
 * none. At most 10,000 clients are kept; the one without a request for the longest time is dropped first.
 *
 * @returns  A function that throws `RATE_LIMITED`.
 */
export function createRateLimiter({ perSecond, burst }: RateLimit): (client: string) => void {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (client) => {
    const time = performance.now();
    const known = buckets.get(client);
    const tokens = known ? Math.min(burst, known.tokens + ((time - known.at) / 1000) * perSecond) : burst;
    buckets.delete(client);
    buckets.set(client, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: time });
    if (buckets.size > MAX_CLIENTS) buckets.delete(buckets.keys().next().value!);
    if (tokens < 1) {
      throw RateLimited.create({ perSecond, retryAfterSeconds: Math.ceil((1 - tokens) / perSecond) });
    }
  };
}
