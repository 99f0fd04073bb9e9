import {
  callback,
  having,
  integer,
  listOf,
  nested,
  optional,
  optionsOf,
  type Resolved,
  recordOf,
  rule,
  text,
} from "@imdb/core/options";
import { WrongHost } from "../errors.js";
import { type Counter, type Histogram, LATENCY_BUCKETS, type Metrics } from "../telemetry/metrics.js";
import { createAuthenticator, isApiKey } from "./authenticate.js";
import { type Cors, createCors } from "./cors.js";
import type { Logger } from "./logger.js";
import { problemAnswer, problemOf } from "./problem.js";
import { createRateLimiter, type RateLimit, rateLimitOptions } from "./rate-limit.js";
import type { Answer, Incoming, Route } from "./route.js";
import { createRouter } from "./router.js";

/** Who may call the routes of {@link createHandler}, and what is recorded of each request. */
export interface HandlerOptions {
  /** The start of the names of the metrics, such as `imdb_serve`. */
  readonly prefix: string;
  /** What a key gives access to, as the header WWW-Authenticate names it. */
  readonly realm: string;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Keys for the routes with `access: "keyed"`. Default none: everyone may call them. */
  readonly apiKeys?: readonly string[];
  /** The limit of keyed routes for each key, or for each client address where there are no keys. Default none. */
  readonly rateLimit?: RateLimit | undefined;
  /** Origins that a browser may call from; `["*"]`: any. Default none. */
  readonly corsOrigins?: readonly string[];
  /** Request headers that a browser may send from there, besides the usual ones. */
  readonly corsHeaders?: readonly string[];
  /**
   * Host names, without a port, that requests may name. Default any. A server that only this machine may call lists
   * its own names here. Otherwise any web page can call it through a host name that resolves to this machine (DNS
   * rebinding).
   */
  readonly hosts?: readonly string[];
  /** HTTP statuses of error codes, where they differ from the status of the error's kind. */
  readonly statuses?: Readonly<Record<string, number>>;
  /**
   * Accepts a request of a keyed route, or throws. The function that it returns is called with the answer before it is
   * written. How long the writing takes, {@link Incoming.onWritten} tells.
   */
  readonly admit?: (route: Route, incoming: Incoming) => ((answer: Answer) => void) | undefined;
}

const apiKey = rule<string>("an API key of printable ASCII characters, without spaces at its ends", isApiKey);

const handlerOptions = optionsOf<HandlerOptions, "rateLimit" | "hosts" | "admit">({
  prefix: text,
  realm: text,
  metrics: having<Metrics>("metrics", "counter"),
  logger: having<Logger>("a logger", "info"),
  apiKeys: [[], listOf(apiKey)],
  rateLimit: optional(nested(rateLimitOptions)),
  corsOrigins: [[], listOf(text)],
  corsHeaders: [[], listOf(text)],
  hosts: optional(listOf(text)),
  statuses: [{}, recordOf(integer(100, 599))],
  admit: optional(callback<NonNullable<HandlerOptions["admit"]>>()),
});

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** What the functions of a handler share. */
interface Handler {
  readonly options: Resolved<HandlerOptions, "rateLimit" | "hosts" | "admit">;
  readonly findRoute: ReturnType<typeof createRouter>;
  readonly cors: Cors;
  readonly authenticate: (incoming: Incoming) => number;
  readonly limitRate: ((client: string) => void) | undefined;
  readonly limitWrongKeys: (client: string) => void;
  readonly requests: Counter;
  readonly errors: Counter;
  readonly seconds: Histogram;
}

/** A request, and what becomes known of it while it is answered. */
interface Call {
  readonly incoming: Incoming;
  readonly requestId: string;
  /** In `performance.now()` milliseconds. */
  readonly startedAt: number;
  /** The path of its route; `"none"` until one is found. */
  path: string;
  /** What to call with its answer. */
  leave: ((answer: Answer) => void) | undefined;
}

/**
 * Makes a function that answers every request. It checks keys and limits, answers CORS requests, gives each request an
 * id, answers every failure with a problem body, and records metrics and one line of log.
 *
 * @throws `INVALID_OPTION`
 * @returns A function that never rejects. Lines that the logger fails to write are counted as `LOG_FAILURE`.
 */
export function createHandler(
  routes: readonly Route[],
  given: HandlerOptions,
): (incoming: Incoming) => Promise<Answer> {
  const options = handlerOptions.resolve(given, "createHandler");
  const { prefix, metrics } = options;
  const labels = ["method", "route", "status"];
  const time = "Time from the arrival of a request to its answer.";
  const handler: Handler = {
    options,
    findRoute: createRouter(routes),
    cors: createCors(options.corsOrigins, options.corsHeaders),
    authenticate: createAuthenticator(options.apiKeys),
    limitRate: options.rateLimit && createRateLimiter(options.rateLimit),
    limitWrongKeys: createRateLimiter(WRONG_KEYS),
    requests: metrics.counter(`${prefix}_requests_total`, "Requests answered.", labels),
    errors: metrics.counter(`${prefix}_errors_total`, "Requests refused or failed.", ["code"]),
    seconds: metrics.histogram(`${prefix}_request_seconds`, time, ["route"], LATENCY_BUCKETS),
  };
  return async (incoming) => {
    const requestId = requestIdOf(incoming.header("x-request-id"));
    const call: Call = { incoming, requestId, startedAt: performance.now(), path: "none", leave: undefined };
    let answer: Answer;
    try {
      answer = await routeCall(handler, call);
    } catch (error) {
      answer = failureAnswer(handler, error, requestId);
    }
    call.leave?.(answer);
    record(handler, call, answer.status);
    const { status, headers, body } = answer;
    return {
      status,
      headers: { ...headers, ...handler.cors.headers(incoming), "x-request-id": requestId },
      body: incoming.method === "HEAD" ? null : body,
    };
  };
}

/** Finds the route of a request, lets it in, and answers it. */
function routeCall(handler: Handler, call: Call): Answer | Promise<Answer> {
  const { incoming, requestId, startedAt } = call;
  assertHost(incoming.header("host"), handler.options.hosts);
  const preflight = handler.cors.preflight(incoming);
  if (preflight) return preflight;
  const { route, params } = handler.findRoute(incoming.method, incoming.path);
  call.path = route.path;
  call.leave = admitCall(handler, route, incoming);
  return route.handle({ incoming, requestId, startedAt, params });
}

/** Checks the key and the limits of a request. @returns What to call when it is answered. */
function admitCall(
  handler: Handler,
  route: Route,
  incoming: Incoming,
): ReturnType<NonNullable<HandlerOptions["admit"]>> {
  if (route.access === "open") return undefined;
  const address = `address ${incoming.clientAddress ?? ""}`;
  const key = keyOf(handler, incoming, address);
  handler.limitRate?.(key >= 0 ? `key ${key}` : address);
  return handler.options.admit?.(route, incoming);
}

/** @throws `UNAUTHORIZED`; `RATE_LIMITED` for an address that sends many wrong keys. Its right ones are still answered. */
function keyOf(handler: Handler, incoming: Incoming, address: string): number {
  try {
    return handler.authenticate(incoming);
  } catch (error) {
    handler.limitWrongKeys(address);
    throw error;
  }
}

/** Wrong keys of one address: so many at once, and one a second. Behind a proxy, many callers have one address. */
const WRONG_KEYS: RateLimit = { perSecond: 1, burst: 100 };

function failureAnswer(handler: Handler, error: unknown, requestId: string): Answer {
  const { options, errors } = handler;
  const problem = problemOf(error, requestId, (code) => options.statuses[code]);
  errors.add([problem.code]);
  if (problem.status === 500) log(handler, "error", { err: error, requestId }, "request failed");
  const answer = problemAnswer(problem);
  if (problem.status !== 401) return answer;
  return { ...answer, headers: { ...answer.headers, "www-authenticate": `Bearer realm="${options.realm}"` } };
}

/** A logger may throw, such as on a full disk. The request is answered all the same, and the failure is counted. */
function log({ options, errors }: Handler, level: "info" | "error", facts: object, message: string): void {
  try {
    options.logger[level](facts, message);
  } catch {
    errors.add(["LOG_FAILURE"]);
  }
}

function record(handler: Handler, call: Call, status: number): void {
  const { requests, seconds } = handler;
  const { requestId, startedAt, incoming, path } = call;
  const { method } = incoming;
  const ms = performance.now() - startedAt;
  requests.add([METHODS.has(method) ? method : "other", path, String(status)]);
  seconds.observe([path], ms / 1000);
  log(handler, "info", { requestId, method, route: path, status, ms }, "request");
}

function requestIdOf(given: string | undefined): string {
  return given !== undefined && /^[\w.:-]{1,128}$/.test(given) ? given : crypto.randomUUID();
}

function assertHost(given: string | undefined, hosts: readonly string[] | undefined): void {
  if (!hosts) return;
  const host = (given ?? "").replace(/:\d+$/, "").toLowerCase();
  if (!hosts.includes(host)) throw WrongHost.create({ host: host.slice(0, 80), hosts });
}
