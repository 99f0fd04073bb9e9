import { ChannelTimeout } from "../errors.js";
import type { Alert } from "../watch/alerts.js";
import { type AlertChannel, CHANNEL_TIMEOUT_MS } from "./alert-channel.js";

/** Milliseconds that a channel has to accept an alert when the watch is stopped: what is nearly done is not sent again. */
const AFTER_STOP_MS = 1_000;

/**
 * Sends an alert, and waits for the channel until its deadline; a second at most once `stopped` is aborted. Then the
 * signal that the channel got is aborted.
 *
 * @throws `CHANNEL_TIMEOUT`, and what the channel throws
 */
export async function sendAlert(
  channel: AlertChannel,
  alert: Alert,
  stopped: AbortSignal | undefined,
): Promise<void> {
  const { name, timeoutMs = CHANNEL_TIMEOUT_MS } = channel;
  const given = new AbortController();
  const signal = stopped ? AbortSignal.any([stopped, given.signal]) : given.signal;
  const timers: NodeJS.Timeout[] = [];
  let stop: (() => void) | undefined;
  const late = new Promise<never>((_, reject) => {
    const within = (ms: number) =>
      timers.push(setTimeout(() => reject(ChannelTimeout.create({ channel: name, timeoutMs: ms })), ms));
    within(timeoutMs);
    stop = () => void within(Math.min(timeoutMs, AFTER_STOP_MS));
    if (stopped?.aborted) stop();
    else stopped?.addEventListener("abort", stop, { once: true });
  });
  try {
    await Promise.race([channel.send(alert, signal), late]);
  } catch (error) {
    if (ChannelTimeout.is(error)) given.abort(error);
    throw error;
  } finally {
    for (const timer of timers) clearTimeout(timer);
    if (stop) stopped?.removeEventListener("abort", stop);
  }
}
