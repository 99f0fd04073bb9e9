import { LATENCY_BUCKETS, type Metrics } from "../metrics/metrics.js";
import type { Logger } from "../service/logger.js";
import { problemAnswer, problemOf } from "../service/problem.js";
import type { Answer, Incoming, Route } from "../service/route.js";
import type { Cors } from "./cors.js";
import type { Match } from "./router.js";

/** What every request passes through. */
export interface Pipeline {
  readonly route: (method: string, path: string) => Match;
  /** Lets a request in or throws; what it returns is called when the request is answered. */
  readonly guard: (route: Route, incoming: Incoming) => () => void;
  readonly cors: Cors;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Answers requests, whatever happens: an id, a problem body for every failure, metrics, one line of log. */
export function observeRequests({ route, guard, cors, metrics, logger }: Pipeline) {
  const answered = metrics.counter("imdb_serve_requests_total", "Requests answered.", [
    "method",
    "route",
    "status",
  ]);
  const failed = metrics.counter("imdb_serve_errors_total", "Requests refused or failed.", ["code"]);
  const seconds = metrics.histogram(
    "imdb_serve_request_seconds",
    "Time from a request's arrival to its answer.",
    ["route"],
    LATENCY_BUCKETS,
  );

  function failure(error: unknown, requestId: string): Answer {
    const problem = problemOf(error, requestId);
    failed.add([problem.code]);
    if (problem.status === 500) logger.error({ err: error, requestId }, "request failed");
    return problemAnswer(problem);
  }

  return async (incoming: Incoming): Promise<Answer> => {
    const startedAt = performance.now();
    const requestId = requestIdOf(incoming.header("x-request-id"));
    let path = "none";
    let leave: (() => void) | undefined;
    let answer: Answer;
    try {
      const preflight = cors.preflight(incoming);
      if (preflight) answer = preflight;
      else {
        const match = route(incoming.method, incoming.path);
        path = match.route.path;
        leave = guard(match.route, incoming);
        const routingKey = incoming.header("x-routing-key") ?? requestId;
        answer = await match.route.handle({
          incoming,
          requestId,
          params: match.params,
          startedAt,
          routingKey,
        });
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
