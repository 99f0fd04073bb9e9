// An MLflow server that lies: answers of a proxy, lost connections, answers that never come, late or twice.
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { pick, randomFrom } from "./random.mjs";
import { Refusal, trackingMemory } from "./tracking-memory.mjs";

const API = "/api/2.0/mlflow/";
const ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";
/** What the server may do with a request instead of answering it as MLflow does. */
export const LIES = [
  "html",
  "badGateway",
  "reset",
  "hang",
  "forget",
  "forgetAndHang",
  "slow",
  "half",
  "busy",
  "twice",
];
const SLOW_MS = 1_200;

/** Of the requests to a server in the mood "mixed", this part gets a lie. */
const LYING = 0.25;

/** Starts it on loopback. */
export async function lyingServer(seed) {
  const random = randomFrom(seed, "server");
  const memory = trackingMemory();
  const counts = { requests: 0, lies: 0 };
  const unknown = new Set();
  let mood = "mixed";

  /** Does what a request asks for. `call` notes when it arrived, and whether its answer was given. */
  function done(method, url, body, call) {
    const { pathname, searchParams } = new URL(url, "http://server");
    if (pathname.startsWith(ARTIFACTS)) {
      const artifact = memory.artifact(decodeURIComponent(pathname.slice(ARTIFACTS.length)));
      if (method === "GET") return { bytes: artifact.get() };
      artifact.put(body, call);
      return { json: {} };
    }
    const name = `${method} ${pathname.slice(API.length)}`;
    const answer = memory.calls[name];
    if (answer === undefined) {
      unknown.add(name);
      throw new Refusal(404, "ENDPOINT_NOT_FOUND", name);
    }
    return { json: answer(method === "GET" ? Object.fromEntries(searchParams) : JSON.parse(body), call) };
  }

  async function answer(request, response) {
    counts.requests++;
    const call = { at: performance.now(), answered: false };
    const body = await buffer(request);
    const lie = mood === "mixed" ? (random() < LYING ? pick(random, LIES) : "honest") : mood;
    if (lie !== "honest") counts.lies++;
    if (LIES_BEFORE[lie]) return LIES_BEFORE[lie](response);
    let outcome;
    try {
      outcome = { status: 200, ...done(request.method, request.url, body, call) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      outcome = { status: error.status, json: error.json };
    }
    call.answered = lie === "honest" || lie === "twice";
    await (LIES_AFTER[lie] ?? send)(response, outcome);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    runs: memory.runs,
    counts,
    unknown,
    setMood(next) {
      mood = next;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Lies of something before the server: the request does not arrive. */
const LIES_BEFORE = {
  html: (response) => page(response, 200, "<html><body>Please log in</body></html>"),
  badGateway: (response) => page(response, 502, "<html><body>Bad gateway</body></html>"),
  busy: (response) => response.writeHead(429, { "retry-after": "1" }).end("slow down"),
  reset: (response) => response.socket.resetAndDestroy(),
  hang: () => {},
};

/** Lies after the request is done. */
const LIES_AFTER = {
  forget: (response) => response.socket.resetAndDestroy(),
  forgetAndHang: () => {},
  async slow(response, outcome) {
    await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    send(response, outcome);
  },
  half(response, outcome) {
    const bytes = bytesOf(outcome);
    response.writeHead(outcome.status, { "content-length": bytes.length + 1 });
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.socket?.resetAndDestroy());
  },
  /** Each item of a list is in the answer twice, as from a page that has moved. */
  twice(response, { status, json, bytes }) {
    const doubled = (value) => (Array.isArray(value) ? [...value, ...value] : value);
    const answer =
      json && Object.fromEntries(Object.entries(json).map(([key, value]) => [key, doubled(value)]));
    send(response, { status, json: answer, bytes });
  },
};

function send(response, outcome) {
  const type = outcome.json ? "application/json" : "application/octet-stream";
  response.writeHead(outcome.status, { "content-type": type }).end(bytesOf(outcome));
}

function bytesOf({ json, bytes }) {
  return json === undefined ? bytes : Buffer.from(JSON.stringify(json));
}

function page(response, status, html) {
  response.writeHead(status, { "content-type": "text/html" }).end(html);
}
