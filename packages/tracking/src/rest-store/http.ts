import { parseWith } from "@imdb/core";
import { callRemote, isTransient, type RemoteFailure } from "@imdb/runtime/remote";
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

const API = "/api/2.0/mlflow/";
const errorSchema = z.object({ error_code: z.string().default(""), message: z.string().default("") });

/** Makes the requests of one connection. Its credentials go to its own server only. */
export function createHttp(connection: Connection): Http {
  const { baseUrl, retries, backoffMs, timeoutMs } = connection;

  function send(request: Request): Promise<Response> {
    const { method, url, headers, body } = request;
    const prepare = async (attempt: number) =>
      (attempt > 1 && (await earlierWork(request))) || {
        method,
        headers: { ...connection.headers, ...headers },
        ...(body && { body: await body(), duplex: "half" as const }),
      };
    const failed = (failure: RemoteFailure) => errorOf(request, failure);
    return callRemote(url, prepare, { retries, backoffMs, timeoutMs, failed });
  }

  async function earlierWork({ done }: Request): Promise<Response | undefined> {
    try {
      const found = await done?.();
      return found === undefined ? undefined : Response.json(found);
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

function errorOf({ method, url }: Request, { status, text, reason, attempts }: RemoteFailure): Error {
  const request = { method, url: bare(url) };
  if (status === undefined) return ServerUnreachable.create({ ...request, attempts, reason });
  if (isTransient(status)) {
    const said = `status ${status}: ${text.slice(0, 300)}`;
    return ServerUnreachable.create({ ...request, attempts, reason: said });
  }
  let parsed = { error_code: "", message: text.slice(0, 500) };
  try {
    parsed = errorSchema.parse(JSON.parse(text));
  } catch {
    // Not MLflow's JSON: perhaps a proxy's page; its text is what there is to say.
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

/** A URL in a message carries no query: it may hold values. */
function bare(url: string): string {
  return url.split("?")[0]!;
}
