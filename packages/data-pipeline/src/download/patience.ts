/** How long a download waits, and how often it tries. Milliseconds. */
export interface Patience {
  /** Without one answer from the server for this long, there is no network. */
  readonly offlineAfter: number;
  /** Without one byte for this long, a connection is dead. */
  readonly stalledAfter: number;
  /** Failed attempts in a row, none of which brought a byte, before giving up. */
  readonly attempts: number;
  /** Wait before the second attempt; doubles each time, up to `longestWait`, and a quarter more by chance. */
  readonly firstWait: number;
  readonly longestWait: number;
}

/** Finds out within 10 s that there is no network, and otherwise gives a poor one about a minute. */
export const PATIENCE: Patience = {
  offlineAfter: 8_000,
  stalledAfter: 20_000,
  attempts: 6,
  firstWait: 500,
  longestWait: 8_000,
};
