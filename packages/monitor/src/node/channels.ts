import { createHmac } from "node:crypto";
import { callback, checkOption, integer, optionsOf, text, within } from "@imdb/core/options";
import { appendLines } from "@imdb/runtime/files";
import { callRemote, httpUrl } from "@imdb/runtime/remote";
import { WebhookFailure } from "../errors.js";
import type { Alert } from "../watch/alerts.js";

/** A receiver of alerts. When `send` rejects, the watch keeps the alert and sends it again later. */
export interface AlertChannel {
  /** Different from the names of the other channels of a watch. */
  readonly name: string;
  send(alert: Alert, signal?: AbortSignal): Promise<void>;
}

/**
 * Makes a channel that calls a function with each alert, for example to start a flow that retrains.
 *
 * @throws `INVALID_OPTION`
 */
export function callbackChannel(name: string, call: (alert: Alert) => void | Promise<void>): AlertChannel {
  checkOption("name", name, text, "callbackChannel");
  checkOption("call", call, callback(), "callbackChannel");
  return { name, send: async (alert) => call(alert) };
}

/**
 * Makes a channel that appends each alert as one line of JSON to a file.
 *
 * @throws `INVALID_OPTION`
 */
export function logChannel(path: string): AlertChannel {
  checkOption("path", path, text, "logChannel");
  return {
    name: `log:${path}`,
    send: (alert) => appendLines(path, [JSON.stringify(alert)]),
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
