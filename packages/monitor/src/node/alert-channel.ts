import type { Alert } from "../watch/alerts.js";

/** Milliseconds that a channel without a `timeoutMs` of its own has to accept an alert. */
export const CHANNEL_TIMEOUT_MS = 300_000;

/** The longest time that a timer of Node takes, in milliseconds: 24 days. */
export const LONGEST_MS = 2 ** 31 - 1;

/** A receiver of alerts. When `send` rejects, the watch keeps the alert and sends it again later. */
export interface AlertChannel {
  /** Different from the names of the other channels of a watch. */
  readonly name: string;
  /**
   * Milliseconds after which an alert counts as not accepted when `send` has not settled. Default 300,000. When the watch
   * is stopped, it waits a second at most.
   */
  readonly timeoutMs?: number | undefined;
  /** @param signal  Aborts at the deadline, and when the watch is stopped. */
  send(alert: Alert, signal?: AbortSignal): Promise<void>;
}
