import { request } from "node:http";
import { connect } from "node:net";
import * as z from "zod";
import { type CostEntry, costEntry, type MakeInput } from "../../../../tools/cost/cost.mjs";
import {
  filled,
  inside,
  JSON_TEXTS,
  numbered,
  SOME_TEXTS,
  TEXTS,
  utf8,
} from "../../../../tools/cost/inputs.mjs";
import { fileOf, folderOf } from "../../../../tools/cost/scratch.mjs";
import { loadBundle } from "../bundles/index.js";
import { readArguments } from "../command/index.js";
import { readFolderAtomic, readPlainFile } from "../files/index.js";
import { serveHttp } from "../http/index.js";
import { leaseStatus } from "../leases/index.js";
import { callRemote, httpUrl, readLimited } from "../remote/index.js";
import {
  createHandler,
  type Incoming,
  incomingOf,
  json,
  jsonBodyReader,
  parseBody,
  silentLogger,
} from "../routes/index.js";
import { createMetrics, mergeSnapshots, prometheusText } from "../telemetry/index.js";

const readJsonBody = jsonBodyReader({ bytes: 4 << 20, members: 10_000, values: 100_000 });
const body = z.strictObject({ texts: z.array(z.string()).optional(), text: z.string().optional() });
const answer = createHandler(
  [
    {
      method: "POST",
      path: "/a/{name}/b",
      access: "keyed",
      handle: async ({ incoming: given, params }) =>
        json({ params, body: parseBody(body, await readJsonBody(given), "The body") }),
    },
    { method: "GET", path: "/a", access: "open", handle: async () => json({}) },
  ],
  { prefix: "p", realm: "r", metrics: createMetrics(), logger: silentLogger, apiKeys: ["key"] },
);

/** The ways into this package for what comes from outside, with hostile inputs. */
export const costEntries: readonly CostEntry[] = [
  costEntry({
    name: "readArguments",
    inputs: commandLines(),
    run: (args: string[]) =>
      void readArguments(args, ["file"], {
        out: { type: "string" },
        names: { type: "string", multiple: true },
      }),
  }),
  costEntry({
    name: "httpUrl",
    inputs: { ...SOME_TEXTS, ...addresses() },
    run: (text: string) => httpUrl("url", text).href.length,
  }),
  costEntry({
    name: "jsonBodyReader and parseBody",
    inputs: { ...JSON_TEXTS, "a long field": filled("t", '{"text":"', '"}') },
    run: async (text: string) =>
      void parseBody(body, await readJsonBody(incoming({ body: text })), "The body"),
    lastBytes: 4 << 20,
  }),
  costEntry({ name: "createHandler of paths", inputs: paths(), run: (path: string) => bytesOf({ path }) }),
  costEntry({
    name: "createHandler of headers",
    inputs: TEXTS,
    run: (value: string) => bytesOf({ path: "/a/x/b", value, body: "{}" }),
  }),
  costEntry({
    name: "createHandler of bodies",
    inputs: JSON_TEXTS,
    run: (text: string) => bytesOf({ path: "/a/x/b", body: text, key: "key" }),
    lastBytes: 4 << 20,
  }),
  costEntry({
    name: "incomingOf",
    inputs: paths(),
    run: (path: string) => void incomingOf(new Request(`http://localhost${path}`), undefined),
  }),
  costEntry({
    name: "serveHttp of chunked uploads",
    inputs: chunkSizes(),
    run: upload,
    lastBytes: 256 << 10,
  }),
  costEntry({
    name: "serveHttp of raw bytes",
    inputs: inside(rawRequests(), utf8),
    run: (bytes: Uint8Array) => send(bytes),
    lastBytes: 1 << 20,
  }),
  costEntry({
    name: "readLimited",
    inputs: chunkSizes(),
    run: async ({ bytes, chunk }: Chunks) => (await readLimited(streamOf(bytes, chunk), 1 << 30))?.length,
  }),
  costEntry({ name: "answers to callRemote", inputs: SOME_TEXTS, run: answered }),
  costEntry({
    name: "prometheusText and mergeSnapshots",
    inputs: series(),
    run: (labels: string[]) => metricsOf(labels),
  }),
  costEntry({
    name: "readPlainFile",
    inputs: inside({ letters: filled("a") }, (text) => fileOf(text, ".txt")),
    run: (path: string) => void readPlainFile(path, 1 << 30, (at) => new Error(at)),
  }),
  costEntry({
    name: "readFolderAtomic",
    inputs: {
      "many files": (n) =>
        folderOf(Object.fromEntries(Array.from({ length: n / 256 }, (_, i) => [`f${i}`, "a"]))),
    },
    run: (path: string) => readFolderAtomic(path, async () => {}),
  }),
  costEntry({ name: "leaseStatus", inputs: leases(), run: (path: string) => void leaseStatus(path) }),
  costEntry({
    name: "loadBundle",
    inputs: bundles(),
    run: async (path: string) => void (await loadBundle(path, [])),
  }),
];

interface Given {
  readonly path?: string;
  readonly body?: string;
  readonly value?: string;
  readonly key?: string;
}

function incoming({ path = "/a", body: text = "", value, key }: Given): Incoming {
  const bytes = utf8(text);
  const headers: Record<string, string | undefined> = {
    "content-type": "application/json",
    "x-api-key": key,
  };
  return {
    method: path.startsWith("/a/") ? "POST" : "GET",
    path,
    clientAddress: "127.0.0.1",
    header: (name) => headers[name] ?? value,
    body: async () => bytes,
  } as Incoming;
}

async function bytesOf(given: Given): Promise<number> {
  return (await answer(incoming(given))).body?.length ?? 0;
}

function commandLines(): Record<string, MakeInput<string[]>> {
  return {
    ...inside(SOME_TEXTS, (text) => [`--${text}`]),
    "many files": (n) => Array<string>(n / 2).fill("a"),
    "many values": (n) => ["a", ...Array<string>(n / 8).fill("--names=a")],
    "many options": (n) => Array<string>(n / 8).fill("--names=a"),
    "one option again": (n) => Array<string>(n / 8).fill("--out=a"),
    "unknown options": (n) => Array.from({ length: n / 8 }, (_, i) => `--o${i}`),
    "short options": (n) => [`-${"o".repeat(n)}`],
    dashes: (n) => Array<string>(n / 2).fill("-"),
  };
}

function addresses() {
  return {
    "a long path": filled("/a", "http://a"),
    "a long host": filled("a.", "http://"),
    "a long query": filled("&a", "http://a?"),
    "steps up": filled("/..", "http://a"),
    escapes: filled("%41", "http://a/"),
  };
}

function paths() {
  return {
    slashes: filled("/"),
    steps: filled("/a"),
    "steps up": filled("/..", "/a"),
    escapes: filled("%41", "/a/", "/b"),
    "wrong escapes": filled("%", "/a/", "/b"),
    "a long name": filled("a", "/a/", "/b"),
    "a long query": filled("&a=1", "/a?"),
  };
}

interface Chunks {
  readonly bytes: number;
  readonly chunk: number;
}

function chunkSizes(): Record<string, MakeInput<Chunks>> {
  return {
    "chunks of 1 byte": (bytes) => ({ bytes, chunk: 1 }),
    "chunks of 100 bytes": (bytes) => ({ bytes, chunk: 100 }),
    "one chunk": (bytes) => ({ bytes, chunk: bytes }),
  };
}

function streamOf(bytes: number, chunk: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes) return controller.close();
      at += chunk;
      controller.enqueue(new Uint8Array(chunk).fill(0x20));
    },
  });
}

const service = serveHttp({ answer, drain: async () => {} }, { port: 0 }).then((started) => {
  process.on("exit", () => void started.close());
  return started;
});

async function upload({ bytes, chunk }: Chunks): Promise<number> {
  const { port } = await service;
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "x-api-key": "key", connection: "close" };
    const sent = request({ port, host: "127.0.0.1", method: "POST", path: "/a/x/b", headers }, (got) => {
      let size = 0;
      got.on("data", (part: Uint8Array) => {
        size += part.length;
      });
      got.on("end", () => resolve(size));
    });
    sent.on("error", reject);
    sent.flushHeaders();
    sent.setNoDelay(true);
    for (let at = 0; at < bytes; at += chunk) sent.write(Buffer.alloc(chunk, 0x20));
    sent.end("{}");
  });
}

function rawRequests() {
  const head = "GET /a HTTP/1.1\r\nhost: a\r\n";
  return {
    letters: filled("a"),
    "empty lines": filled("\r\n"),
    "many headers": numbered((i) => `h${i}: a\r\n`, head, "\r\n"),
    "a long header": filled("a", `${head}h: `, "\r\n\r\n"),
    "a long path": filled("a", "GET /", " HTTP/1.1\r\nhost: a\r\n\r\n"),
    "many requests": filled("GET /a HTTP/1.1\r\nhost: a\r\n\r\n"),
    "many refused requests": filled("GET /b HTTP/1.1\r\nhost: a\r\n\r\n"),
    "extensions of chunks": filled(
      "a",
      "POST /a/x/b HTTP/1.1\r\nhost: a\r\nx-api-key: key\r\ntransfer-encoding: chunked\r\n\r\n1;",
      "\r\n",
    ),
  };
}

/** Sends bytes and returns those that came back before the connection ended, or nothing came for 20 ms. */
async function send(bytes: Uint8Array): Promise<number> {
  const { port } = await service;
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let size = 0;
    socket.setTimeout(20, () => socket.destroy());
    socket.on("data", (part) => {
      size += part.length;
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(size));
    socket.write(bytes);
  });
}

async function answered(text: string): Promise<number> {
  const { fetch } = globalThis;
  globalThis.fetch = async () => new Response(text, { status: 500 });
  try {
    const call = callRemote("http://127.0.0.1:1", () => ({}), {
      failed: ({ reason, text: said }) => new Error(`${reason} ${said}`),
    });
    return (await call.catch((error: Error) => error.message)).toString().length;
  } finally {
    globalThis.fetch = fetch;
  }
}

function series(): Record<string, MakeInput<string[]>> {
  return {
    ...inside(SOME_TEXTS, (text) => [text]),
    "many labels": (n) => Array.from({ length: n / 8 }, (_, i) => `l${i}`),
    "one label again": (n) => Array<string>(n / 8).fill("l"),
  };
}

function metricsOf(labels: readonly string[]): number {
  const metrics = createMetrics();
  const counter = metrics.counter("c", "help", ["l"]);
  const histogram = metrics.histogram("h", "help", ["l"], [1, 2]);
  for (const label of labels) {
    counter.add([label]);
    histogram.observe([label], 1);
  }
  return prometheusText(mergeSnapshots([metrics.snapshot(), metrics.snapshot()])).length;
}

function leases(): Record<string, MakeInput<string>> {
  return {
    ...inside(JSON_TEXTS, (text) => `${folderOf({ "a.lease-1.json": text })}/a.lease`),
    "many owners": (n) =>
      `${folderOf(Object.fromEntries(Array.from({ length: n / 256 }, (_, i) => [`a.lease-${i}.json`, "{}"])))}/a.lease`,
  };
}

function bundles(): Record<string, MakeInput<string>> {
  return {
    ...inside(JSON_TEXTS, (text) =>
      folderOf({ "manifest.json": text, "model.safetensors": text, "reference.json": text }),
    ),
    "many files": (n) =>
      folderOf(Object.fromEntries(Array.from({ length: n / 256 }, (_, i) => [`f${i}`, "a"]))),
    "a tar of zeros": (n) => fileOf(new Uint8Array(n), ".tar"),
    "a tar of letters": (n) => fileOf(new Uint8Array(n).fill(0x61), ".tar"),
  };
}
