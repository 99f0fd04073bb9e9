/** Counts what has begun and not ended. What does not end by itself stops to count after a time. */
export interface ExpiringCount {
  /** How many have begun, not ended and not expired. */
  readonly size: number;
  /** Counts one more. @returns Ends it; calling it again has no effect. */
  begin(): () => void;
}

/**
 * Makes a count for work that may be cut off without a sign: Cloudflare Workers may stop a request whose client has
 * gone, and then run nothing of it any more, no `finally` either.
 *
 * @param lifetimeMs  Milliseconds after which what has begun expires.
 */
export function createExpiringCount(lifetimeMs: number): ExpiringCount {
  // All have the same lifetime, so the order in which they begin is the order in which they expire.
  const begun = new Set<{ readonly expiresAt: number }>();
  return {
    get size() {
      const now = performance.now();
      for (const one of begun) {
        if (one.expiresAt > now) break;
        begun.delete(one);
      }
      return begun.size;
    },
    begin() {
      const one = { expiresAt: performance.now() + lifetimeMs };
      begun.add(one);
      return () => void begun.delete(one);
    },
  };
}
