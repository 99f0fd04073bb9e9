import { ChannelTimeout } from "../errors.js";
import type { Alert } from "../watch/alerts.js";
import { type AlertChannel, CHANNEL_TIMEOUT_MS } from "./alert-channel.js";
import { settleWithin } from "./settle-within.js";

/**
 * Sends an alert, and waits for the channel until its deadline; a second at most once `stopped` is aborted.
 *
 * @throws `CHANNEL_TIMEOUT`, and what the channel throws
 */
export function sendAlert(
  channel: AlertChannel,
  alert: Alert,
  stopped: AbortSignal | undefined,
): Promise<void> {
  const { name, timeoutMs = CHANNEL_TIMEOUT_MS } = channel;
  const late = (ms: number) => ChannelTimeout.create({ channel: name, timeoutMs: ms });
  return settleWithin({ timeoutMs, stopped, late }, (signal) => channel.send(alert, signal));
}
