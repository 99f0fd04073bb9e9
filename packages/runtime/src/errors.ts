import { defineError } from "@imdb/core";

/** A request body has not the form that its headers or this service require. */
export const InvalidBody = defineError("INVALID_BODY", "input", (d: { problem: string }) => ({
  message: `The request body cannot be read: ${d.problem}.`,
  remedy: "Send one JSON document in UTF-8 with Content-Type: application/json.",
}));

/** A request body or a part of it is larger than the limit of the service. */
export const TooLarge = defineError(
  "TOO_LARGE",
  "input",
  (d: { what: string; limit: number; actual?: number }) => ({
    message: `${d.what} is over the limit of ${d.limit}${d.actual === undefined ? "" : ` (${d.actual})`}.`,
    remedy: "Send less at once, or raise the limit where the service is started.",
  }),
);

/** The body has a media type that the route does not accept. */
export const UnsupportedMediaType = defineError(
  "UNSUPPORTED_MEDIA_TYPE",
  "input",
  (d: { given: string; expected: string }) => ({
    message: `The body has the type ${d.given || "(none)"}, expected ${d.expected}.`,
    remedy: `Set the header Content-Type: ${d.expected}.`,
  }),
);

/** No route of the service has this path. */
export const RouteNotFound = defineError(
  "ROUTE_NOT_FOUND",
  "input",
  (d: { path: string; description?: string | undefined }) => ({
    message: `Nothing is served at ${d.path}.`,
    remedy:
      d.description === undefined
        ? "Correct the path of the request."
        : `See ${d.description} for the paths of this service.`,
  }),
);

/** The path exists, but not for this method. */
export const MethodNotAllowed = defineError(
  "METHOD_NOT_ALLOWED",
  "input",
  (d: { method: string; path: string; allowed: readonly string[] }) => ({
    message: `${d.path} does not accept ${d.method}.`,
    remedy: `Use ${d.allowed.join(" or ")}.`,
  }),
);

/** The request has no API key, or an unknown one. */
export const Unauthorized = defineError("UNAUTHORIZED", "input", (_: Record<string, never>) => ({
  message: "This service requires an API key, and the request has no valid one.",
  remedy: "Send Authorization: Bearer <key>, or the header X-API-Key.",
}));

/** A client sends more requests than its limit allows. */
export const RateLimited = defineError(
  "RATE_LIMITED",
  "state",
  (d: { perSecond: number; retryAfterSeconds: number }) => ({
    message: `This client is over its limit of ${d.perSecond} requests a second.`,
    remedy: `Try again after ${d.retryAfterSeconds} s.`,
  }),
);

/** The HTTP server cannot listen on the given host and port. */
export const CannotListen = defineError(
  "CANNOT_LISTEN",
  "dependency",
  (d: { hostname: string; port: number; reason: string; systemCode?: string | undefined }) => ({
    message: `Cannot listen on ${d.hostname}:${d.port}: ${d.reason}.`,
    remedy: LISTEN_REMEDIES[d.systemCode ?? ""] ?? "Choose another port (0 takes any free one) or host.",
  }),
);
const OTHER_HOST =
  "Take an address of this machine: 127.0.0.1 for itself only, 0.0.0.0 or :: for every network.";
const LISTEN_REMEDIES: Readonly<Record<string, string>> = {
  EADDRINUSE: "Choose a free port (0 takes any), or stop the program that uses this one.",
  EACCES: "Choose a port from 1024 on, or run with the right to use this one.",
  EADDRNOTAVAIL: OTHER_HOST,
  EAI_AGAIN: OTHER_HOST,
  ENOTFOUND: OTHER_HOST,
};

/** The header Host names a host that this server does not accept. */
export const WrongHost = defineError(
  "WRONG_HOST",
  "input",
  (d: { host: string; hosts: readonly string[] }) => ({
    message: `This server does not accept requests for the host ${d.host || "(none)"}.`,
    remedy: `Call it by one of: ${d.hosts.join(", ")}.`,
  }),
);

/** The script that a caller has named for its threads is not there, or is another one. */
export const InvalidWorkerScript = defineError(
  "INVALID_WORKER_SCRIPT",
  "input",
  (d: { package: string; script: string; reason: string }) => ({
    message: `${d.script} is not the worker script of ${d.package}: ${d.reason}.`,
    remedy: `Give workerScript a copy or a bundle of ${d.package}/worker, or leave the option out.`,
  }),
);

/** Another process has taken a lease, because this one showed no heartbeat. */
export const LeaseLost = defineError("LEASE_LOST", "state", (d: { path: string; expiryMs: number }) => ({
  message: `Another process has taken the lease ${d.path}, because this one showed no heartbeat for ${d.expiryMs / 1000} s.`,
  remedy:
    "Nothing: this process writes no more, and the other one goes on. Find out what paused this one (SIGSTOP, a sleeping machine, a disk that does not answer).",
}));

/** An object of a folder, a bucket or a server cannot be read or written. */
export const ObjectStoreFailure = defineError(
  "OBJECT_STORE_FAILURE",
  "dependency",
  (d: {
    store: string;
    action: string;
    object: string;
    /** `transient`: the same call may succeed later. */
    problem: "missing" | "transient" | "final";
    status: number | undefined;
    reason: string;
  }) => ({
    message: `Cannot ${d.action} ${d.object} at ${d.store}${d.status === undefined ? "" : ` (HTTP ${d.status})`}: ${d.reason}.`,
    remedy: OBJECT_REMEDIES[d.problem],
  }),
);
const OBJECT_REMEDIES = {
  missing: "Check the place and the name; what is missing must be written again from where it is.",
  transient: "Start it again later: what was written stays.",
  final:
    "Check the address, and the right to read, write and list there. Over HTTP the server must take PUT.",
} as const;
