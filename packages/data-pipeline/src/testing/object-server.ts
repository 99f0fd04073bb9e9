import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

/** What a server does with a request in place of answering it: a status, or something to its answer. */
export type Fault = number | "cut off" | "other bytes" | "hang" | "no bucket";

/** How a server answers. */
export interface ObjectServerOptions {
  /** Is asked for every request, with the number of requests before it. */
  readonly fault?: (method: string, name: string, before: number) => Fault | undefined;
  /** Default: it answers ranges. */
  readonly ranges?: "ignored";
  /** Default: it takes PUT. */
  readonly put?: "refused";
  /** The header Authorization that it wants. */
  readonly authorization?: string;
}

/** A server of objects in memory: by GET, HEAD and PUT, and of the bucket `reviews` by the S3 protocol. */
export interface ObjectServer {
  readonly url: string;
  readonly objects: Map<string, Buffer>;
  /** The names of the objects that were stored, in the order in which this was answered. */
  readonly acknowledged: string[];
  /** The requests, as `GET name bytes=5-`. */
  readonly requests: string[];
  /** Content bytes that were sent. */
  readonly sent: { bytes: number };
  stop(): Promise<void>;
}

/** Starts it. Names of objects have no bucket in them. */
export async function startObjectServer(options: ObjectServerOptions = {}): Promise<ObjectServer> {
  const objects = new Map<string, Buffer>();
  const acknowledged: string[] = [];
  const requests: string[] = [];
  const sent = { bytes: 0 };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://objects");
    const method = request.method ?? "GET";
    const name = decodeURIComponent(pathname).replace(/^\/(?:reviews\/?)?/, "");
    requests.push(`${method} ${name} ${request.headers.range ?? ""}`.trimEnd());
    const body = await buffer(request);
    const fault = options.fault?.(method, name, requests.length - 1);
    if (fault === "hang") return;
    if (fault === "no bucket") return refuse(response, 404, "NoSuchBucket");
    if (typeof fault === "number") return refuse(response, fault);
    if (options.authorization !== undefined && request.headers.authorization !== options.authorization)
      return refuse(response, 401);
    if (searchParams.get("list-type") === "2")
      return list(objects, response, searchParams.get("prefix") ?? "");
    if (method === "PUT") return put(request, response, name, body);
    const known = objects.get(name);
    if (known === undefined) return refuse(response, 404);
    send(request, response, fault === "other bytes" ? known.map((byte) => byte ^ 1) : known, fault);
  }

  function put(request: IncomingMessage, response: ServerResponse, name: string, body: Buffer): void {
    const taken = request.headers["if-none-match"] === "*" && objects.has(name);
    // A packed content would be stored with its packing.
    const packed = request.headers["content-encoding"] !== undefined;
    if (options.put === "refused" || packed || taken) {
      refuse(response, options.put === "refused" ? 405 : packed ? 501 : 412);
      return;
    }
    objects.set(name, body);
    acknowledged.push(name);
    response.writeHead(200, { etag: '"1"' }).end();
  }

  function send(request: IncomingMessage, response: ServerResponse, all: Uint8Array, fault?: Fault): void {
    const asked = options.ranges === "ignored" ? undefined : request.headers.range;
    const from = Number(/^bytes=(\d+)-$/.exec(asked ?? "")?.[1] ?? 0);
    const part = all.subarray(from);
    const range = { "content-range": `bytes ${from}-${all.length - 1}/${all.length}` };
    response.writeHead(asked === undefined ? 200 : 206, {
      "content-length": part.length,
      ...(asked !== undefined && range),
    });
    if (request.method === "HEAD") {
      response.end();
      return;
    }
    const given = fault === "cut off" ? part.subarray(0, Math.ceil(part.length / 2)) : part;
    sent.bytes += given.length;
    if (fault === "cut off") response.write(given, () => setTimeout(() => response.destroy(), 20));
    else response.end(given);
  }

  // A client that is killed ends its request in the middle.
  const ignore = () => {};
  const server = createServer((request, response) => void answer(request, response).catch(ignore));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    objects,
    acknowledged,
    requests,
    sent,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function refuse(
  response: ServerResponse,
  status: number,
  code = status === 404 ? "NoSuchKey" : "Fault",
): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

function list(objects: ReadonlyMap<string, Buffer>, response: ServerResponse, prefix: string): void {
  const names = [...objects.keys()].filter((name) => name.startsWith(prefix)).sort();
  const contents = names.map((name) => `<Contents><Key>${name}</Key></Contents>`).join("");
  response.writeHead(200, { "content-type": "application/xml" });
  response.end(`<ListBucketResult><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`);
}
