import { parseWith } from "@imdb/core";
import { callRemote, isTransient, type RemoteFailure } from "@imdb/runtime/remote";
import * as z from "zod";
import { ServerRefused, ServerUnreachable, UnexpectedAnswer } from "../errors.js";
import type { Connection } from "./connection.js";

/** Returns the body of a request, again for each attempt. */
export type Body = () => Promise<BodyValue> | BodyValue;

type BodyValue = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

/** A request to the server. */
export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** The full URL. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Body;
  /**
   * Finds what an earlier attempt created although its answer was lost. For requests that must not be done twice;
   * others are repeated.
   */
  readonly findExisting?: () => Promise<unknown>;
}

/** Sends requests to one server, with retries. */
export interface Http {
  readonly baseUrl: string;
  /** Returns the response of a request that the server accepted. */
  send(request: Request): Promise<Response>;
  /** Calls a method of MLflow's REST API, such as `POST runs/create`; the answer is a JSON object. */
  call(
    method: Request["method"],
    path: string,
    input: object,
    findExisting?: Request["findExisting"],
  ): Promise<unknown>;
}

const API = "/api/2.0/mlflow/";
const errorSchema = z.object({ error_code: z.string().default(""), message: z.string().default("") });

/**
 * Makes the functions that send requests to the server of a connection. Redirects are errors, so its credentials are
 * sent to no other server.
 */
export function createHttp(connection: Connection): Http {
  const { baseUrl, retries, backoffMs, timeoutMs } = connection;

  function send(request: Request): Promise<Response> {
    const { method, url, headers, body } = request;
    const prepare = async (attempt: number) =>
      (attempt > 1 && (await existingResult(request))) || {
        method,
        headers: { ...connection.headers, ...headers },
        ...(body && { body: await body(), duplex: "half" as const }),
      };
    const failed = (failure: RemoteFailure) => errorOf(request, failure);
    return callRemote(url, prepare, { retries, backoffMs, timeoutMs, failed });
  }

  /** Throws while it cannot be told: the request must not be done again then. */
  async function existingResult({ findExisting }: Request): Promise<Response | undefined> {
    const found = await findExisting?.();
    return found === undefined ? undefined : Response.json(found);
  }

  return {
    baseUrl,
    send,
    async call(method, path, input, findExisting) {
      const url = `${baseUrl}${API}${path}`;
      const inQuery = method === "GET";
      const response = await send({
        method,
        url: inQuery ? `${url}${query(input)}` : url,
        ...(findExisting && { findExisting }),
        ...(!inQuery && {
          headers: { "content-type": "application/json" },
          body: () => JSON.stringify(input),
        }),
      });
      return readJson(method, url, response);
    },
  };
}

/** The JSON object of MLflow's answer. @throws `UNEXPECTED_TRACKING_ANSWER` for any other, such as a page to log in. */
async function readJson(method: string, url: string, response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return parseWith(z.looseObject({}), JSON.parse(text), "The answer");
  } catch (cause) {
    throw UnexpectedAnswer.create({ method, url: withoutQuery(url), problem: text.slice(0, 200) }, { cause });
  }
}

function errorOf({ method, url }: Request, { status, text, reason, attempts }: RemoteFailure): Error {
  const request = { method, url: withoutQuery(url) };
  if (status === undefined) return ServerUnreachable.create({ ...request, attempts, reason });
  if (isTransient(status)) {
    const answer = `status ${status}: ${text.slice(0, 300)}`;
    return ServerUnreachable.create({ ...request, attempts, reason: answer });
  }
  let parsed = { error_code: "", message: text.slice(0, 500) };
  try {
    parsed = errorSchema.parse(JSON.parse(text));
  } catch {
    // This is not MLflow's JSON, perhaps the page of a proxy: its text becomes the reason.
  }
  const { error_code: errorCode, message } = parsed;
  return ServerRefused.create({ ...request, status, errorCode, reason: message });
}

function query(input: object): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(input))
    if (value !== undefined) parameters.set(key, String(value));
  return parameters.size === 0 ? "" : `?${parameters}`;
}

/** A URL as messages show it: the query may hold logged values. */
function withoutQuery(url: string): string {
  return url.split("?")[0]!;
}
