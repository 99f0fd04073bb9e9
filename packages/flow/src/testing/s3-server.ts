import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

/** A server for a test, in memory, with the calls of the S3 protocol that a result store makes. */
export interface S3Server {
  readonly url: string;
  /** The requests, one line each: `PUT bucket/key`. */
  readonly requests: string[];
  /** HTTP statuses with which it answers the next requests. */
  readonly faults: number[];
  stop(): Promise<void>;
}

/** Objects in a page of a listing: few, so that a test has more than one page. */
const PAGE = 3;

/** Starts it with one bucket. */
export async function startS3Server(bucket: string): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  const requests: string[] = [];
  const faults: number[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://s3");
    const name = decodeURIComponent(pathname.slice(1));
    const body = await buffer(request);
    requests.push(`${request.method} ${name}`);
    const fault = faults.shift();
    const [, asked = "", key = ""] = /^([^/]+)\/?(.*)$/.exec(name) ?? [];
    if (fault !== undefined) return refuse(response, fault, "Fault");
    if (asked !== bucket) return refuse(response, 404, "NoSuchBucket");
    const known = objects.get(key);
    switch (key === "" ? "LIST" : request.method) {
      case "LIST":
        return list(response, searchParams);
      case "PUT":
        if (request.headers["if-none-match"] === "*" && known)
          return refuse(response, 412, "PreconditionFailed");
        objects.set(key, unchunked(request, body));
        response.writeHead(200, { etag: '"1"' }).end();
        return;
      case "DELETE":
        objects.delete(key);
        response.writeHead(204).end();
        return;
      default:
        if (!known) return refuse(response, 404, "NoSuchKey");
        response.writeHead(200, { "content-length": known.length, etag: '"1"' });
        response.end(request.method === "HEAD" ? undefined : known);
    }
  }

  function list(response: ServerResponse, asked: URLSearchParams): void {
    const after = asked.get("continuation-token") ?? "";
    const prefix = asked.get("prefix") ?? "";
    const all = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    const page = all.slice(0, PAGE);
    const more = all.length > PAGE;
    const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("");
    const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
    response.writeHead(200, { "content-type": "application/xml" });
    response.end(`<ListBucketResult><IsTruncated>${more}</IsTruncated>${contents}${next}</ListBucketResult>`);
  }

  const server = createServer((request, response) => void answer(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    faults,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The SDK may send a body in chunks, each after its length, and a checksum after the last one. */
function unchunked(request: IncomingMessage, body: Buffer): Buffer {
  if (!String(request.headers["content-encoding"] ?? "").includes("aws-chunked")) return body;
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf("\r\n", at);
    const length = Number.parseInt(body.toString("latin1", at, end), 16);
    if (!(length > 0)) return Buffer.concat(parts);
    parts.push(body.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}
