import { createHmac } from "node:crypto";
import { callback, checkOption, integer, optionsOf, text, within } from "@imdb/core/options";
import { absolutePath, appendLines } from "@imdb/runtime/files";
import { callRemote, httpUrl } from "@imdb/runtime/remote";
import { WebhookFailure } from "../errors.js";
import type { Alert } from "../watch/alerts.js";
import { type AlertChannel, CHANNEL_TIMEOUT_MS, LONGEST_MS } from "./alert-channel.js";

/** Options of {@link callbackChannel}. */
export interface CallbackOptions {
  /** Milliseconds that a call has before the alert counts as not accepted and is told again later. Default 300,000. */
  readonly timeoutMs?: number | undefined;
}

const callbackOptions = optionsOf<CallbackOptions>({
  timeoutMs: [CHANNEL_TIMEOUT_MS, integer(1, LONGEST_MS)],
});

/**
 * Makes a channel that calls a function with each alert, for example to start a flow that retrains. A promise that the
 * function returns must settle within `timeoutMs`: start what takes longer, and do not wait for it.
 *
 * @param call  Its signal aborts at the deadline, and when the watch is stopped.
 * @throws `INVALID_OPTION`
 */
export function callbackChannel(
  name: string,
  call: (alert: Alert, signal: AbortSignal | undefined) => void | Promise<void>,
  options: CallbackOptions = {},
): AlertChannel {
  checkOption("name", name, text, "callbackChannel");
  checkOption("call", call, callback(), "callbackChannel");
  const { timeoutMs } = callbackOptions.resolve(options, "callbackChannel");
  return { name, timeoutMs, send: async (alert, signal) => call(alert, signal) };
}

/**
 * Makes a channel that appends each alert as one line of JSON to a file.
 *
 * @throws `INVALID_OPTION`
 */
export function logChannel(path: string): AlertChannel {
  const file = absolutePath(checkOption("path", path, text, "logChannel"));
  return {
    name: `log:${path}`,
    send: (alert) => appendLines(file, [JSON.stringify(alert)]),
  };
}

/** The address of a webhook, its key, and its timeouts. */
export interface WebhookOptions {
  readonly url: string;
  /** Key of the signature, which the receiver also has. */
  readonly secret: string;
  /** Number of attempts after the first. Default 4. */
  readonly retries?: number | undefined;
  /** Milliseconds before the second attempt. Doubles with each attempt, to at most 20 s. Default 500. */
  readonly backoffMs?: number | undefined;
  /** Timeout of one attempt in milliseconds. Default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** The clock of the signed timestamp, in milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** The longest pause between two attempts. */
const LONGEST_PAUSE_MS = 20_000;

const webhookOptions = optionsOf<WebhookOptions>({
  url: text,
  secret: text,
  retries: [4, integer(0)],
  backoffMs: [500, within(0, Infinity)],
  timeoutMs: [10_000, within(0, Infinity)],
  now: [Date.now, callback()],
});

/**
 * Makes a channel that posts each alert as signed JSON. The header `x-imdb-signature` is `sha256=` and the hexadecimal
 * HMAC-SHA256 of the header `x-imdb-timestamp`, a full stop and the body. The header `idempotency-key` is the id of the
 * alert.
 *
 * Network errors and the statuses 408, 425, 429 and 5xx except 501 and 505 are retried, not before the time that
 * Retry-After asks for (at most 20 s). Any other status except 2xx is an error at once.
 *
 * @throws `INVALID_OPTION`, also for an address that is not http or https; `send` rejects with `WEBHOOK_FAILURE`.
 */
export function webhookChannel(options: WebhookOptions): AlertChannel {
  const resolved = webhookOptions.resolve(options, "webhookChannel");
  const { secret, retries, backoffMs, timeoutMs, now } = resolved;
  const url = httpUrl("url", resolved.url);
  return {
    // Without the query, which can contain a token.
    name: `webhook:${url.origin}${url.pathname}`,
    // Its attempts and the pauses between them, with some time to spare: they end by themselves.
    timeoutMs: Math.min((retries + 1) * (timeoutMs + LONGEST_PAUSE_MS), LONGEST_MS),
    async send(alert, signal) {
      const body = JSON.stringify(alert);
      const response = await callRemote(url, () => signed(body, alert.id, secret, now()), {
        retries,
        backoffMs,
        timeoutMs,
        signal,
        failed: ({ reason, attempts }) =>
          WebhookFailure.create({ url: `${url.origin}${url.pathname}`, reason, attempts }),
      });
      await response.body?.cancel();
    },
  };
}

function signed(body: string, id: string, secret: string, time: number): RequestInit {
  const signature = createHmac("sha256", secret).update(`${time}.${body}`).digest("hex");
  return {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "idempotency-key": id,
      "x-imdb-timestamp": String(time),
      "x-imdb-signature": `sha256=${signature}`,
    },
  };
}
