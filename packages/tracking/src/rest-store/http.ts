import { setTimeout as sleep } from "node:timers/promises";
import { parseWith } from "@imdb/core";
import { z } from "zod";
import { ServerRefused, ServerUnreachable, UnexpectedAnswer } from "../errors.js";
import type { Connection } from "./connection.js";

/** A request body that can be sent again. */
export type Body = () => Promise<BodyValue> | BodyValue;

type BodyValue = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

/** A request to the server. */
export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Full URL. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Body;
  /**
   * Looks whether an earlier attempt did its work although its answer was lost. For requests that must not be
   * done twice; the others are simply repeated.
   */
  readonly done?: () => Promise<unknown>;
}

/** Requests with retries. */
export interface Http {
  readonly baseUrl: string;
  /** The response of a request the server accepted. */
  send(request: Request): Promise<Response>;
  /** Calls a method of MLflow's REST API, such as `POST runs/create`; the answer is a JSON object. */
  call(method: Request["method"], path: string, input: object, done?: Request["done"]): Promise<unknown>;
}

const RETRIED: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const LONGEST_WAIT = 20_000;
const API = "/api/2.0/mlflow/";
const errorSchema = z.object({ error_code: z.string().default(""), message: z.string().default("") });
/** What `done` answers for a request that turned out to be done; `call` gives it to the caller. */
const DONE = "x-imdb-done";

/** Makes the requests of one connection. Its credentials go to its own server only. */
export function createHttp(connection: Connection): Http {
  const { baseUrl, retries, backoffMs, timeoutMs } = connection;

  async function attempt({ method, url, headers, body }: Request): Promise<Response> {
    return fetch(url, {
      method,
      headers: { ...connection.headers, ...headers },
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
      ...(body && { body: await body(), duplex: "half" }),
    });
  }

  async function send(request: Request): Promise<Response> {
    const { method, url } = request;
    let reason = "";
    for (let tried = 0; tried <= retries; tried++) {
      if (tried > 0) {
        const found = await earlierWork(request);
        if (found !== undefined) return found;
      }
      let wait = backoff(backoffMs, tried);
      try {
        const response = await attempt(request);
        if (response.ok) return response;
        if (!RETRIED.has(response.status)) throw await refusal(request, response);
        wait = Math.max(wait, retryAfter(response));
        reason = `status ${response.status}: ${(await response.text()).slice(0, 300)}`;
      } catch (cause) {
        if (ServerRefused.is(cause)) throw cause;
        reason = describe(cause);
      }
      if (tried < retries) await sleep(wait);
    }
    throw ServerUnreachable.create({ method, url: bare(url), attempts: retries + 1, reason });
  }

  async function earlierWork({ done }: Request): Promise<Response | undefined> {
    try {
      const found = await done?.();
      return found === undefined ? undefined : Response.json(found, { headers: { [DONE]: "1" } });
    } catch (cause) {
      // The server is still away, which the next attempt will find as well.
      if (ServerUnreachable.is(cause)) return undefined;
      throw cause;
    }
  }

  return {
    baseUrl,
    send,
    async call(method, path, input, done) {
      const url = `${baseUrl}${API}${path}`;
      const inQuery = method === "GET";
      const response = await send({
        method,
        url: inQuery ? `${url}${query(input)}` : url,
        ...(done && { done }),
        ...(!inQuery && {
          headers: { "content-type": "application/json" },
          body: () => JSON.stringify(input),
        }),
      });
      return readJson(method, url, response);
    },
  };
}

async function readJson(method: string, url: string, response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return parseWith(z.looseObject({}), text === "" ? {} : JSON.parse(text), "The answer");
  } catch (cause) {
    throw UnexpectedAnswer.create({ method, url: bare(url), problem: text.slice(0, 200) }, { cause });
  }
}

async function refusal({ method, url }: Request, response: Response): Promise<Error> {
  const text = await response.text();
  let parsed = { error_code: "", message: text.slice(0, 500) };
  try {
    parsed = errorSchema.parse(JSON.parse(text));
  } catch {
    // Not MLflow's JSON: perhaps a proxy's page; its text is what there is to say.
  }
  const { error_code: errorCode, message: reason } = parsed;
  return ServerRefused.create({ method, url: bare(url), status: response.status, errorCode, reason });
}

function query(input: object): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(input))
    if (value !== undefined) parameters.set(key, String(value));
  return parameters.size === 0 ? "" : `?${parameters}`;
}

/** Exponential, with up to a quarter more so that many clients do not come back at once. */
function backoff(first: number, tried: number): number {
  return Math.min(first * 2 ** tried, LONGEST_WAIT) * (1 + Math.random() / 4);
}

function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get("retry-after"));
  return Number.isFinite(seconds) ? Math.min(seconds * 1_000, LONGEST_WAIT) : 0;
}

/** A URL in a message carries no query: it may hold values. */
function bare(url: string): string {
  return url.split("?")[0]!;
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const deeper = cause.cause instanceof Error ? ` (${cause.cause.message || cause.cause.name})` : "";
  return `${cause.message}${deeper}`;
}
