import { afterEach, describe, expect, test } from "vitest";
import { restStore, ServerRefused, ServerUnreachable, UnexpectedAnswer } from "../index.js";
import { faultyServer, type Reaction, type SeenRequest } from "../testing/faulty-server.js";
import { resolveConnection } from "./connection.js";

type Server = Awaited<ReturnType<typeof faultyServer>>;

let server: Server | undefined;
const runId = "a".repeat(32);
const ok: Reaction = { status: 200, json: {} };
const run = { info: { run_id: runId, experiment_id: "1", artifact_uri: "mlflow-artifacts:/1/r/artifacts" } };

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(react: (request: SeenRequest) => Reaction): Promise<Server> {
  server = await faultyServer(react);
  return server;
}

const quick = { backoffMs: 1, retries: 3 };
const metrics = (n: number, from = 0) =>
  Array.from({ length: n }, (_, i) => ({ key: "m", value: i, timestamp: 1, step: from + i }));

describe("requests", () => {
  test("a request is repeated when the server is overloaded or drops the connection", async () => {
    const faults: Reaction[] = [
      "drop",
      { status: 503, json: {} },
      { status: 429, json: {}, headers: { "retry-after": "0" } },
    ];
    const { url, seen } = await start(() => faults.shift() ?? ok);
    await restStore(url, quick).logBatch(runId, { tags: { a: "b" } });
    expect(seen).toHaveLength(4);
  });

  test("TRACKING_SERVER_UNREACHABLE has the number of attempts", async () => {
    const { url } = await start(() => "drop");
    const error = await restStore(url, quick)
      .logBatch(runId, { tags: { a: "b" } })
      .catch((cause: unknown) => cause);
    expect(ServerUnreachable.is(error) && error.details.attempts).toBe(4);
  });

  test("a refusal is not repeated, and 403 names the Host header", async () => {
    const { url, seen } = await start(() => ({ status: 403, json: { message: "Invalid Host header" } }));
    const error = await restStore(url, quick)
      .listExperiments()
      .catch((cause: unknown) => cause);
    expect(ServerRefused.is(error) && error.remedy).toMatch(/--allowed-hosts/);
    expect(seen).toHaveLength(1);
  });

  test("an answer that is not MLflow's is an error", async () => {
    const { url } = await start(() => ({ status: 200, json: [] }));
    const error = await restStore(url, quick)
      .listExperiments()
      .catch((cause: unknown) => cause);
    expect(UnexpectedAnswer.is(error)).toBe(true);
  });

  test("a run whose answer was lost is found, and not created twice", async () => {
    let made = 0;
    let tag = "";
    const { url } = await start(({ path, body }) => {
      if (path.endsWith("runs/create")) {
        made++;
        const tags = body["tags"] as { key: string; value: string }[];
        tag = tags.find(({ key }) => key === "imdb.request")?.value ?? "";
        return "drop";
      }
      if (path.endsWith("runs/search")) {
        expect(body["filter"]).toContain(tag);
        return { status: 200, json: { runs: [{ ...run, data: {} }] } };
      }
      return { status: 200, json: { run } };
    });
    const created = await restStore(url, quick).createRun({
      experimentId: "1",
      runName: "r",
      userId: "u",
      startTime: 1,
      tags: {},
    });
    expect([created.info.runId, made]).toEqual([runId, 1]);
  });

  test("a run is not created again while nothing tells whether the lost answer had created it", async () => {
    let made = 0;
    const { url } = await start(({ path }) => {
      if (path.endsWith("runs/search")) return { status: 502, text: "<html>Bad gateway</html>" };
      if (path.endsWith("runs/create") && made++ === 0) return "drop";
      return { status: 200, json: { run } };
    });
    const creating = restStore(url, quick).createRun({
      experimentId: "1",
      runName: "r",
      userId: "u",
      startTime: 1,
      tags: {},
    });
    await expect(creating).rejects.toSatisfy(ServerUnreachable.is);
    expect(made).toBe(1);
  });

  test("batches keep to the server's limits, in order", async () => {
    const { url, seen } = await start(() => ok);
    const params = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`p${i}`, "x".repeat(6_000)]));
    await restStore(url, quick).logBatch(runId, { params, metrics: metrics(2_300) });
    const sizes = seen.map(({ body }) => {
      const { metrics, params, tags } = body as { metrics: unknown[]; params: unknown[]; tags: unknown[] };
      expect(metrics.length + params.length + tags.length).toBeLessThanOrEqual(1_000);
      expect(params.length).toBeLessThanOrEqual(100);
      expect(JSON.stringify(body).length).toBeLessThanOrEqual(1_000_000);
      return metrics.length;
    });
    expect(sizes.reduce((a, b) => a + b)).toBe(2_300);
    const steps = seen.flatMap(({ body }) => (body["metrics"] as { step: number }[]).map(({ step }) => step));
    expect(steps).toEqual(Array.from({ length: 2_300 }, (_, i) => i));
  });
});

describe("connection", () => {
  test("credentials come from MLflow's variables; name and password win over a token", async () => {
    const env = { MLFLOW_TRACKING_URI: "http://localhost:5000/base/", MLFLOW_TRACKING_TOKEN: "t" };
    expect(resolveConnection(undefined, {}, env)).toMatchObject({
      baseUrl: "http://localhost:5000/base",
      headers: { authorization: "Bearer t" },
    });
    const both = { ...env, MLFLOW_TRACKING_USERNAME: "ada", MLFLOW_TRACKING_PASSWORD: "pw" };
    expect(resolveConnection(undefined, {}, both).headers["authorization"]).toBe(
      `Basic ${Buffer.from("ada:pw").toString("base64")}`,
    );
  });

  test("they are sent, and never to another server's artifacts", async () => {
    const { url, seen } = await start(() => ({
      status: 200,
      json: { run: { info: { ...run.info, artifact_uri: "mlflow-artifacts://elsewhere:1/x" } } },
    }));
    const store = restStore(url, { ...quick, token: "secret" });
    await expect(store.artifacts.read({ runId }, "a.txt")).rejects.toThrow(/not served by/);
    expect(seen.map((request) => request.authorization)).toEqual(["Bearer secret"]);
  });

  test.each(["", "ftp://x", "./mlruns", "localhost:5000"])("the URI %j is refused", (uri) => {
    expect(() => restStore(uri, quick)).toThrow(/http/);
  });
});
