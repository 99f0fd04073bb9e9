/** How long a download waits and how often it retries. Times are in milliseconds. */
export interface RetryPolicy {
  /** After this time without any answer from the server, the network counts as offline. */
  readonly offlineAfter: number;
  /** After this time without a byte, a connection counts as broken. */
  readonly stalledAfter: number;
  /** The number of failed attempts in a row without a byte before the download fails. */
  readonly attempts: number;
  /** The wait before the second attempt. It doubles each time up to `longestWait`, plus at most a quarter at random. */
  readonly firstWait: number;
  readonly longestWait: number;
}

/** Reports within 10 s that there is no network, and retries on a poor network for about a minute. */
export const RETRY_POLICY: RetryPolicy = {
  offlineAfter: 8_000,
  stalledAfter: 20_000,
  attempts: 6,
  firstWait: 500,
  longestWait: 8_000,
};
