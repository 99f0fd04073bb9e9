import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { InvalidOption } from "@imdb/core";
import { checkOption, having, integer, optional, optionsOf, type Resolved, rule } from "@imdb/core/options";
import { CannotListen } from "../errors.js";
import type { Answer, Incoming } from "../routes/route.js";
import { answerBrokenRequests, refuseRequest } from "./broken-requests.js";
import { incomingOfNode, type Writing } from "./node-request.js";

/** An app for {@link serveHttp}. */
export interface HttpApp {
  /** Answers a request. Never rejects. */
  answer(incoming: Incoming): Promise<Answer>;
  /** Is called when the server begins to close. Requests that still arrive are answered. */
  drain(): Promise<void>;
}

/** Options of {@link serveHttp}. */
export interface ServeHttpOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Default `127.0.0.1`: only this machine. `0.0.0.0` or `::` for all. */
  readonly hostname?: string | undefined;
  /**
   * How long a client may take to send its headers, in milliseconds. At most `requestTimeoutMs`. Default 10,000, or
   * `requestTimeoutMs` where that is less.
   */
  readonly headersTimeoutMs?: number | undefined;
  /** How long a client may take to send a whole request, in milliseconds; 0: without end. Default 30,000. */
  readonly requestTimeoutMs?: number | undefined;
  /**
   * How long a client may take to read an answer, in milliseconds, from when it is made; then its connection is closed.
   * 0: without end. Default 30,000.
   */
  readonly writeTimeoutMs?: number | undefined;
  /** How long an idle connection is kept, in milliseconds. Default 65,000: longer than common load balancers do. */
  readonly keepAliveTimeoutMs?: number | undefined;
  /** The largest number of open connections; further ones are closed immediately. Default 10,000. */
  readonly maxConnections?: number | undefined;
  /**
   * How long {@link HttpService.close} still answers new requests before it stops listening, in milliseconds. Probes
   * answer "not ready" in that time. Default 0.
   */
  readonly drainDelayMs?: number | undefined;
  /** How long {@link HttpService.close} waits for requests that have begun, in milliseconds. Default 30,000. */
  readonly graceMs?: number | undefined;
}

const milliseconds = integer(0);
const serveHttpOptions = optionsOf<ServeHttpOptions, "headersTimeoutMs">({
  port: integer(0, 65_535),
  hostname: [
    "127.0.0.1",
    rule("a host name or an address", (value) => typeof value === "string" && value !== ""),
  ],
  headersTimeoutMs: optional(milliseconds),
  requestTimeoutMs: [30_000, milliseconds],
  writeTimeoutMs: [30_000, milliseconds],
  keepAliveTimeoutMs: [65_000, milliseconds],
  maxConnections: [10_000, integer(1)],
  drainDelayMs: [0, milliseconds],
  graceMs: [30_000, milliseconds],
});

/** A running HTTP service. */
export interface HttpService {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly port: number;
  /**
   * Stops listening, answers the requests that have begun, and closes. Connections without a request are closed
   * immediately. A second call returns the promise of the first.
   */
  close(): Promise<void>;
}

/**
 * Serves an app with Node's own HTTP server.
 *
 * @throws `CANNOT_LISTEN` for a port in use or a host that is none of this machine; `INVALID_OPTION`.
 * @example
 * const pong = { status: 200, headers: { "content-type": "text/plain" }, body: "pong" };
 * const service = await serveHttp({ answer: async () => pong, drain: async () => {} }, { port: 0 });
 * await (await fetch(`${service.url}/ping`)).text(); // => "pong"
 * await service.close();
 */
export async function serveHttp(app: HttpApp, options: ServeHttpOptions): Promise<HttpService> {
  checkOption("app", app, having<HttpApp>("an app with the method answer", "answer"));
  const resolved = serveHttpOptions.resolve(options);
  const { port, hostname, writeTimeoutMs, drainDelayMs, graceMs } = resolved;
  let closing: Promise<void> | undefined;
  const server = createServer(
    { ...timeoutsOf(resolved), connectionsCheckingInterval: 500 },
    listener(app, writeTimeoutMs, () => closing !== undefined),
  );
  server.maxConnections = resolved.maxConnections;
  answerBrokenRequests(server);
  const connections = connectionsOf(server);
  await listen(server, port, hostname);
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${bound}`,
    port: bound,
    close() {
      closing ??= close(app, server, connections, drainDelayMs, graceMs);
      return closing;
    },
  };
}

/** The timeouts as Node names them. */
function timeoutsOf(options: Resolved<ServeHttpOptions, "headersTimeoutMs">) {
  const { requestTimeoutMs: requestTimeout, keepAliveTimeoutMs: keepAliveTimeout } = options;
  const longest = requestTimeout === 0 ? Number.POSITIVE_INFINITY : requestTimeout;
  const headersTimeout = options.headersTimeoutMs ?? Math.min(10_000, longest);
  if (headersTimeout > longest) {
    const expected = `at most requestTimeoutMs, ${requestTimeout}`;
    throw InvalidOption.create({ option: "headersTimeoutMs", value: headersTimeout, expected });
  }
  return { headersTimeout, requestTimeout, keepAliveTimeout };
}

function listener(app: HttpApp, writeTimeoutMs: number, closing: () => boolean): RequestListener {
  return (request, response) => {
    if (hostsOf(request) > 1) return refuseRequest(response, 400, "it names more than one host");
    const writing: Writing = {};
    app.answer(incomingOfNode(request, writing)).then(
      (answer) => {
        if (closing()) response.shouldKeepAlive = false;
        write(answer, response);
        watchWriting(response, writing, writeTimeoutMs);
      },
      // An app that breaks its promise never to reject fails this request only.
      () => {
        refuseRequest(response, 500, "the service failed");
        writing.done?.();
      },
    );
  };
}

function write({ status, headers, body }: Answer, response: ServerResponse): void {
  if (body === null) response.writeHead(status, headers).end();
  else {
    const length = Buffer.byteLength(body);
    response.writeHead(status, { ...headers, "content-length": length }).end(body);
  }
}

/** Tells when an answer is written, and closes the connection of a client that does not read it in time. */
function watchWriting(response: ServerResponse, { done }: Writing, writeTimeoutMs: number): void {
  // Nearly every answer is with the system at once, or its client is gone.
  if (response.closed || response.socket?.writableLength === 0) {
    done?.();
    return;
  }
  const { socket } = response.req;
  const timer = writeTimeoutMs > 0 ? setTimeout(() => socket.destroy(), writeTimeoutMs) : undefined;
  timer?.unref();
  let isWritten = false;
  const end = () => {
    if (isWritten) return;
    isWritten = true;
    clearTimeout(timer);
    done?.();
  };
  // Runtimes differ in whether the one or the other is last, or is there at all.
  response.on("finish", end);
  response.on("close", end);
}

/** How often the header Host is there: Node keeps the first one (RFC 9112, section 3.2). */
function hostsOf({ rawHeaders }: IncomingMessage): number {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length === 4 && name.toLowerCase() === "host") hosts++;
  }
  return hosts;
}

function listen(server: Server, port: number, hostname: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const { message: reason, code: systemCode } = cause;
      reject(CannotListen.create({ hostname, port, reason, systemCode }, { cause }));
    });
    server.listen({ port, host: hostname, backlog: 1024 }, resolve);
  });
}

/** The open connections of a server. */
function connectionsOf(server: Server): ReadonlySet<Socket> {
  const connections = new Set<Socket>();
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  return connections;
}

async function close(
  app: HttpApp,
  server: Server,
  connections: ReadonlySet<Socket>,
  drainDelayMs: number,
  graceMs: number,
): Promise<void> {
  void app.drain();
  if (drainDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, drainDelayMs));
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Node counts a connection as idle only after its first request.
  for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
  const forced = setTimeout(() => server.closeAllConnections(), graceMs);
  // A connection that becomes idle later would stay open until its keep-alive timeout.
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  await closed;
  clearTimeout(forced);
  clearInterval(idle);
}
