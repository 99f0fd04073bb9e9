import { WrongHost } from "../errors.js";
import { LATENCY_BUCKETS, type Metrics } from "../telemetry/metrics.js";
import { createAuthenticator } from "./authenticate.js";
import { createCors } from "./cors.js";
import type { Logger } from "./logger.js";
import { problemAnswer, problemOf } from "./problem.js";
import { createRateLimiter, type RateLimit } from "./rate-limit.js";
import type { Answer, Incoming, Route } from "./route.js";
import { createRouter } from "./router.js";

/** Who may call what {@link createHandler} answers, and what is kept of it. */
export interface HandlerOptions {
  /** What the names of the metrics begin with, such as `imdb_serve`. */
  readonly prefix: string;
  /** What a key opens, as the header WWW-Authenticate names it. */
  readonly realm: string;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Keys that open the routes with `access: "keyed"`. Default none: they are open. */
  readonly apiKeys?: readonly string[];
  /** Of keyed routes, for each key, or for each client address where there are no keys. Default none. */
  readonly rateLimit?: RateLimit | undefined;
  /** Origins that a browser may call from; `["*"]`: any. Default none. */
  readonly corsOrigins?: readonly string[];
  /** Request headers beside the usual that a browser may send from there. */
  readonly corsHeaders?: readonly string[];
  /**
   * Host names, without a port, that requests may name. Default any. A server that is open to this machine alone
   * names its own here: else any web page reaches it through a name that leads here (DNS rebinding).
   */
  readonly hosts?: readonly string[];
  /** HTTP statuses of error codes, where the kind of the error tells another. */
  readonly statuses?: Readonly<Record<string, number>>;
  /** Lets a request of a keyed route begin, or throws; what it gives is called when the request is answered. */
  readonly admit?: (route: Route) => (() => void) | undefined;
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Makes what answers requests, whatever happens: keys, limits, CORS, an id, a problem body for every failure, metrics,
 * one line of log.
 *
 * @returns A function that never rejects.
 */
export function createHandler(
  routes: readonly Route[],
  options: HandlerOptions,
): (incoming: Incoming) => Promise<Answer> {
  const { prefix, realm, metrics, logger, hosts, statuses = {}, admit } = options;
  const answered = metrics.counter(`${prefix}_requests_total`, "Requests answered.", [
    "method",
    "route",
    "status",
  ]);
  const failed = metrics.counter(`${prefix}_errors_total`, "Requests refused or failed.", ["code"]);
  const seconds = metrics.histogram(
    `${prefix}_request_seconds`,
    "Time from a request's arrival to its answer.",
    ["route"],
    LATENCY_BUCKETS,
  );
  const route = createRouter(routes);
  const cors = createCors(options.corsOrigins ?? [], options.corsHeaders);
  const authenticate = createAuthenticator(options.apiKeys ?? []);
  const limitRate = options.rateLimit && createRateLimiter(options.rateLimit);

  function guard(found: Route, incoming: Incoming): (() => void) | undefined {
    if (found.access === "open") return undefined;
    const key = authenticate(incoming);
    limitRate?.(key >= 0 ? `key ${key}` : `address ${incoming.clientAddress ?? ""}`);
    return admit?.(found);
  }

  function failure(error: unknown, requestId: string): Answer {
    const problem = problemOf(error, requestId, (code) => statuses[code]);
    failed.add([problem.code]);
    if (problem.status === 500) logger.error({ err: error, requestId }, "request failed");
    const answer = problemAnswer(problem);
    if (problem.status !== 401) return answer;
    return { ...answer, headers: { ...answer.headers, "www-authenticate": `Bearer realm="${realm}"` } };
  }

  return async (incoming) => {
    const startedAt = performance.now();
    const requestId = requestIdOf(incoming.header("x-request-id"));
    let path = "none";
    let leave: (() => void) | undefined;
    let answer: Answer;
    try {
      if (hosts) assertHost(incoming.header("host"), hosts);
      const preflight = cors.preflight(incoming);
      if (preflight) answer = preflight;
      else {
        const match = route(incoming.method, incoming.path);
        path = match.route.path;
        leave = guard(match.route, incoming);
        answer = await match.route.handle({ incoming, requestId, params: match.params, startedAt });
      }
    } catch (error) {
      answer = failure(error, requestId);
    }
    leave?.();
    const ms = performance.now() - startedAt;
    const { status, body } = answer;
    answered.add([METHODS.has(incoming.method) ? incoming.method : "other", path, String(status)]);
    seconds.observe([path], ms / 1000);
    logger.info({ requestId, method: incoming.method, route: path, status, ms }, "request");
    return {
      status,
      headers: { ...answer.headers, ...cors.headers(incoming), "x-request-id": requestId },
      body: incoming.method === "HEAD" ? null : body,
    };
  };
}

function requestIdOf(given: string | undefined): string {
  return given !== undefined && /^[\w.:-]{1,128}$/.test(given) ? given : crypto.randomUUID();
}

function assertHost(given: string | undefined, hosts: readonly string[]): void {
  const host = (given ?? "").replace(/:\d+$/, "").toLowerCase();
  if (!hosts.includes(host)) throw WrongHost.create({ host: host.slice(0, 80), hosts });
}
