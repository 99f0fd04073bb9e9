import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CannotListen } from "../errors.js";
import type { Answer, Incoming } from "../routes/route.js";
import { answerBrokenRequests } from "./broken-requests.js";
import { incomingOfNode } from "./node-request.js";

/** What {@link serveHttp} serves. */
export interface HttpApp {
  /** Answers a request. Never rejects. */
  answer(incoming: Incoming): Promise<Answer>;
  /** Tells that the server is going away; what still comes is answered. */
  drain(): Promise<void>;
}

/** Where and how {@link serveHttp} listens. */
export interface ServeHttpOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Default `127.0.0.1`: only this machine. `0.0.0.0` or `::` for all. */
  readonly hostname?: string | undefined;
  /** How long a client may take to send its headers, in milliseconds. Default 10,000. */
  readonly headersTimeoutMs?: number | undefined;
  /** How long a client may take to send a whole request, in milliseconds. Default 30,000. */
  readonly requestTimeoutMs?: number | undefined;
  /** How long an idle connection is kept, in milliseconds. Default 65,000: longer than common balancers do. */
  readonly keepAliveTimeoutMs?: number | undefined;
  /** Connections at once; more are closed at once. Default 10,000. */
  readonly maxConnections?: number | undefined;
  /** How long {@link HttpService.close} answers on before it stops listening, with probes saying "not ready". Default 0. */
  readonly drainDelayMs?: number | undefined;
  /** How long {@link HttpService.close} waits for what was accepted, in milliseconds. Default 30,000. */
  readonly graceMs?: number | undefined;
}

/** A running HTTP service. */
export interface HttpService {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly port: number;
  /** Stops listening, finishes what it accepted, and closes. Calling it twice is calling it once. */
  close(): Promise<void>;
}

/**
 * Serves an app with Node's own HTTP server.
 *
 * @throws `CANNOT_LISTEN`
 * @example
 * const pong = { status: 200, headers: { "content-type": "text/plain" }, body: "pong" };
 * const service = await serveHttp({ answer: async () => pong, drain: async () => {} }, { port: 0 });
 * await (await fetch(`${service.url}/ping`)).text(); // => "pong"
 * await service.close();
 */
export async function serveHttp(app: HttpApp, options: ServeHttpOptions): Promise<HttpService> {
  const { port, hostname = "127.0.0.1" } = options;
  let closing: Promise<void> | undefined;
  const server = createServer(
    {
      headersTimeout: options.headersTimeoutMs ?? 10_000,
      requestTimeout: options.requestTimeoutMs ?? 30_000,
      keepAliveTimeout: options.keepAliveTimeoutMs ?? 65_000,
      connectionsCheckingInterval: 500,
    },
    listener(app, () => closing !== undefined),
  );
  server.maxConnections = options.maxConnections ?? 10_000;
  answerBrokenRequests(server);
  await listen(server, port, hostname);
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${bound}`,
    port: bound,
    close() {
      closing ??= close(app, server, options.drainDelayMs ?? 0, options.graceMs ?? 30_000);
      return closing;
    },
  };
}

function listener(app: HttpApp, closing: () => boolean): RequestListener {
  return (request, response) => {
    void app.answer(incomingOfNode(request)).then(({ status, headers, body }) => {
      if (closing()) response.shouldKeepAlive = false;
      if (body === null) response.writeHead(status, headers).end();
      else {
        const length = Buffer.byteLength(body);
        response.writeHead(status, { ...headers, "content-length": length }).end(body);
      }
    });
  };
}

function listen(server: Server, port: number, hostname: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) =>
      reject(CannotListen.create({ hostname, port, reason: cause.message }, { cause })),
    );
    server.listen({ port, host: hostname, backlog: 1024 }, resolve);
  });
}

async function close(app: HttpApp, server: Server, drainDelayMs: number, graceMs: number): Promise<void> {
  void app.drain();
  if (drainDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, drainDelayMs));
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const forced = setTimeout(() => server.closeAllConnections(), graceMs);
  // Connections that fall idle after close() began would wait out their keep-alive.
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  await closed;
  clearTimeout(forced);
  clearInterval(idle);
}
