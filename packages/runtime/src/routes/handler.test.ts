import { defineError } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { createMetrics, prometheusText } from "../telemetry/index.js";
import {
  createHandler,
  type HandlerOptions,
  incomingOf,
  json,
  jsonBodyReader,
  type Route,
  silentLogger,
} from "./index.js";

const Busy = defineError("TEST_BUSY", "state", (_: Record<string, never>) => ({
  message: "Busy.",
  remedy: "Wait.",
}));

const readSmallBody = jsonBodyReader({ bytes: 20 });

const routes: Route[] = [
  {
    method: "GET",
    path: "/runs/{id}",
    access: "keyed",
    handle: ({ params }) => json({ id: params["id"] }),
  },
  {
    method: "POST",
    path: "/runs",
    access: "keyed",
    handle: async ({ incoming }) => json(await readSmallBody(incoming)),
  },
  {
    method: "GET",
    path: "/busy",
    access: "keyed",
    handle() {
      throw Busy.create({});
    },
  },
  { method: "GET", path: "/ping", access: "open", handle: () => json("pong") },
];

const OPTIONS = { prefix: "runs", realm: "runs", metrics: createMetrics(), logger: silentLogger };

function ask(options: Partial<HandlerOptions>, path: string, init: RequestInit = {}) {
  return askOf(routes, options, path, init);
}

function askOf(all: Route[], options: Partial<HandlerOptions>, path: string, init: RequestInit = {}) {
  const answer = createHandler(all, { ...OPTIONS, metrics: createMetrics(), ...options });
  return answer(incomingOf(new Request(`http://localhost${path}`, init), undefined));
}

describe("a handler", () => {
  test("finds routes, decodes path parameters, and answers HEAD without a body", async () => {
    expect((await ask({}, "/runs/a%20b?x=1")).body).toBe('{"id":"a b"}');
    expect(await ask({}, "/runs/a", { method: "HEAD" })).toMatchObject({ status: 200, body: null });
    expect((await ask({}, "/none")).status).toBe(404);
    const wrong = await ask({}, "/ping", { method: "POST" });
    expect([wrong.status, wrong.headers["allow"]]).toEqual([405, "GET"]);
  });

  test("names the description of the service in a 404 only where there is one", async () => {
    const remedy = async (all: Route[]) => JSON.parse((await askOf(all, {}, "/none")).body!).remedy as string;
    expect(await remedy(routes)).toBe("Correct the path of the request.");
    const described: Route = { method: "GET", path: "/openapi.json", access: "open", handle: () => json({}) };
    expect(await remedy([...routes, described])).toBe("See /openapi.json for the paths of this service.");
  });

  test("reads a JSON body up to its limit, with and without a declared length", async () => {
    const headers = { "content-type": "application/json" };
    const post = (body: string | ReadableStream) =>
      ask({}, "/runs", { method: "POST", headers, body, duplex: "half" } as RequestInit);
    expect((await post('{"a":1}')).body).toBe('{"a":1}');
    expect((await post(JSON.stringify("x".repeat(20)))).status).toBe(413);
    const stream = new Blob([JSON.stringify("x".repeat(20))]).stream();
    expect((await post(stream)).status).toBe(413);
    expect((await post("{")).status).toBe(400);
  });

  test("requires a key, and names its realm", async () => {
    const apiKeys = ["a-key-of-some-length"];
    const refused = await ask({ apiKeys }, "/runs/a");
    expect([refused.status, refused.headers["www-authenticate"]]).toEqual([401, 'Bearer realm="runs"']);
    const headers = { "x-api-key": apiKeys[0]! };
    expect((await ask({ apiKeys }, "/runs/a", { headers })).status).toBe(200);
    expect((await ask({ apiKeys }, "/ping")).status).toBe(200);
    // One of nothing is the key of every request without one.
    for (const key of ["", "   ", " a-key", "a-key\n"])
      expect(() => ask({ apiKeys: [key] }, "/runs/a"), key).toThrow(/apiKeys/);
  });

  test.each([
    ["localhost:8080", 200],
    ["LOCALHOST", 200],
    ["[::1]:8080", 200],
    ["rebound.example", 421],
    ["localhost.rebound.example:80", 421],
    [undefined, 421],
  ])("with allowed hosts, a request for the host %s is answered with %i", async (host, status) => {
    const headers = host === undefined ? {} : { host };
    const answer = await ask({ hosts: ["localhost", "[::1]"] }, "/ping", { headers });
    expect(answer.status).toBe(status);
    if (status === 421) expect(JSON.parse(answer.body!).code).toBe("WRONG_HOST");
  });

  test("calls what admit returned when a request is answered, also when it failed", async () => {
    let inside = 0;
    const admit = () => {
      inside++;
      return () => void inside--;
    };
    expect((await ask({ admit }, "/busy")).status).toBe(409);
    expect((await ask({ admit, statuses: { TEST_BUSY: 503 } }, "/busy")).status).toBe(503);
    expect(inside).toBe(0);
    const logger = {
      ...silentLogger,
      error() {
        throw new Error("The disk is full.");
      },
    };
    const metrics = createMetrics();
    const asked = ask({ admit, logger, metrics, statuses: { TEST_BUSY: 500 } }, "/busy");
    expect((await asked).status).toBe(500);
    expect(inside).toBe(0);
    expect(prometheusText(metrics.snapshot())).toContain('runs_errors_total{code="LOG_FAILURE"} 1');
  });

  test("a logger that throws changes no answer", async () => {
    const throws = () => {
      throw new Error("The disk is full.");
    };
    expect((await ask({ logger: { info: throws, warn: throws, error: throws } }, "/ping")).status).toBe(200);
  });

  test.each([
    [{ apikeys: [] }, "apikeys"],
    [{ rateLimit: { perSecond: 0, burst: 1 } }, "rateLimit.perSecond"],
    [{ prefix: undefined }, "prefix"],
  ])("refuses the options %j by name", (options, option) => {
    expect(() => createHandler(routes, { ...OPTIONS, ...options } as never)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", details: expect.objectContaining({ option }) }),
    );
  });

  test("limits wrong keys of an address; the right one and other addresses are still answered", async () => {
    const handler = createHandler(routes, { ...OPTIONS, apiKeys: ["the-right-key"] });
    const asked = async (key: string, clientAddress: string) => {
      const header = (name: string) => (name === "x-api-key" ? key : undefined);
      const body = async () => new Uint8Array();
      return (await handler({ method: "GET", path: "/runs/1", header, body, clientAddress })).status;
    };
    const statuses = new Set<number>();
    for (let i = 0; i < 150; i++) statuses.add(await asked(`wrong ${i}`, "192.0.2.1"));
    expect([...statuses]).toEqual([401, 429]);
    expect(await asked("the-right-key", "192.0.2.1")).toBe(200);
    expect(await asked("wrong", "192.0.2.2")).toBe(401);
  });

  test("counts requests and refusals under its own prefix", async () => {
    const metrics = createMetrics();
    await ask({ metrics }, "/none");
    const text = prometheusText(metrics.snapshot());
    expect(text).toContain('runs_requests_total{method="GET",route="none",status="404"} 1');
    expect(text).toContain('runs_errors_total{code="ROUTE_NOT_FOUND"} 1');
  });
});
