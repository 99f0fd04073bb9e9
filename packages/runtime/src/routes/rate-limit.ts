import { RateLimited } from "../errors.js";

/** A client's share of the service. */
export interface RateLimit {
  /** Tokens that come back each second. */
  readonly perSecond: number;
  /** Tokens a client may save up. */
  readonly burst: number;
}

const MAX_CLIENTS = 10_000;

/**
 * Makes a token bucket a client: each request takes a token, and without one is refused. The clients kept in
 * mind are bounded; the one unseen for longest is forgotten first.
 *
 * @throws The returned function throws `RATE_LIMITED`.
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
