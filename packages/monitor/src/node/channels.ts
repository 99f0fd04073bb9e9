import { createHmac } from "node:crypto";
import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { InvalidOption } from "@imdb/core";
import { fileFailure } from "@imdb/runtime/files";
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
    async send(alert) {
      try {
        await mkdir(dirname(path), { recursive: true });
        await appendFile(path, `${JSON.stringify(alert)}\n`);
      } catch (cause) {
        throw fileFailure("write", path, cause);
      }
    },
  };
}

/** Where a webhook goes, and how patiently. */
export interface WebhookOptions {
  readonly url: string;
  /** Key of the signature; the receiver has the same. */
  readonly secret: string;
  /** Attempts after the first. Default 4. */
  readonly retries?: number | undefined;
  /** Wait before the first repetition in milliseconds; doubles each time. Default 500. */
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
 * Network faults, 408, 425, 429 and 5xx are tried again; any other answer but 2xx is final at once.
 *
 * @throws `INVALID_OPTION` for an address that is not http or https; `send` rejects with `WEBHOOK_FAILURE`.
 */
export function webhookChannel(options: WebhookOptions): AlertChannel {
  const { secret, retries = 4, backoffMs = 500, timeoutMs = 10_000, now = Date.now } = options;
  const url = parseUrl(options.url);
  return {
    // Without its query, which may hold a token.
    name: `webhook:${url.origin}${url.pathname}`,
    async send(alert, signal) {
      const body = JSON.stringify(alert);
      for (let attempt = 0; ; attempt++) {
        const problem = await post(url, body, { secret, timeoutMs, timestamp: now(), id: alert.id }, signal);
        if (problem === null) return;
        if (!problem.again || attempt >= retries || signal?.aborted) {
          throw WebhookFailure.create({
            url: `${url.origin}${url.pathname}`,
            reason: problem.reason,
            attempts: attempt + 1,
          });
        }
        await wait(backoffMs * 2 ** attempt, undefined, { signal }).catch(() => {});
      }
    },
  };
}

async function post(
  url: URL,
  body: string,
  head: {
    readonly secret: string;
    readonly timeoutMs: number;
    readonly timestamp: number;
    readonly id: string;
  },
  signal: AbortSignal | undefined,
): Promise<{ readonly reason: string; readonly again: boolean } | null> {
  const timestamp = String(head.timestamp);
  const timeout = AbortSignal.timeout(head.timeoutMs);
  try {
    const answer = await fetch(url, {
      method: "POST",
      body,
      redirect: "error",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      headers: {
        "content-type": "application/json",
        "idempotency-key": head.id,
        "x-imdb-timestamp": timestamp,
        "x-imdb-signature": `sha256=${createHmac("sha256", head.secret).update(`${timestamp}.${body}`).digest("hex")}`,
      },
    });
    await answer.body?.cancel();
    if (answer.ok) return null;
    const again = answer.status >= 500 || [408, 425, 429].includes(answer.status);
    return { reason: `it answered ${answer.status}`, again };
  } catch (cause) {
    const inner = cause instanceof Error && cause.cause instanceof Error ? `: ${cause.cause.message}` : "";
    return { reason: `${cause instanceof Error ? cause.message : String(cause)}${inner}`, again: true };
  }
}

function parseUrl(text: string): URL {
  const expected = "an http or https address";
  try {
    const url = new URL(text);
    if (url.protocol === "http:" || url.protocol === "https:") return url;
  } catch (cause) {
    throw InvalidOption.create({ option: "url", value: text, expected }, { cause });
  }
  throw InvalidOption.create({ option: "url", value: text, expected });
}
