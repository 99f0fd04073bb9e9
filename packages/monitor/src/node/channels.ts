import { createHmac } from "node:crypto";
import { appendLines } from "@imdb/runtime/files";
import { callRemote, httpUrl } from "@imdb/runtime/remote";
import { WebhookFailure } from "../errors.js";
import type { Alert } from "../watch/alerts.js";

/** Where alerts go. What `send` rejects with is kept, and the alert is sent again later. */
export interface AlertChannel {
  /** Unique among the channels of a watch. */
  readonly name: string;
  send(alert: Alert, signal?: AbortSignal): Promise<void>;
}

/** Calls a function with each alert: to start a flow that retrains, for one. */
export function callbackChannel(name: string, call: (alert: Alert) => void | Promise<void>): AlertChannel {
  return { name, send: async (alert) => call(alert) };
}

/** Appends each alert as one line of JSON to a file. */
export function logChannel(path: string): AlertChannel {
  return {
    name: `log:${path}`,
    send: (alert) => appendLines(path, [JSON.stringify(alert)]),
  };
}

/** Where a webhook goes, and how patiently. */
export interface WebhookOptions {
  readonly url: string;
  /** Key of the signature; the receiver has the same. */
  readonly secret: string;
  /** Attempts after the first. Default 4. */
  readonly retries?: number | undefined;
  /** Milliseconds before the first repetition; doubles with each, up to 20 s. Default 500. */
  readonly backoffMs?: number | undefined;
  /** Of one attempt, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** The time that is signed; default the system's. */
  readonly now?: (() => number) | undefined;
}

/**
 * Posts each alert as JSON, signed: `x-imdb-signature` is `sha256=` and the hexadecimal HMAC-SHA256 of
 * `x-imdb-timestamp`, a full stop and the body; `idempotency-key` is the alert's id.
 *
 * Network faults, 408, 425, 429 and 5xx but 501 and 505 are tried again, no sooner than Retry-After asks for (at most
 * 20 s); any other answer but 2xx is final at once.
 *
 * @throws `INVALID_OPTION` for an address that is not http or https; `send` rejects with `WEBHOOK_FAILURE`.
 */
export function webhookChannel(options: WebhookOptions): AlertChannel {
  const { secret, retries = 4, backoffMs = 500, timeoutMs = 10_000, now = Date.now } = options;
  const url = httpUrl("url", options.url);
  return {
    // Without its query, which may hold a token.
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
