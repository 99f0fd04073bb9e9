import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTracker, restStore, type SyncedStore, SyncPending, syncedStore } from "../index.js";
import { faultyServer, oneRunAnswer, type Reaction, type SeenRequest } from "../testing/faulty-server.js";
import { thrown } from "../testing/thrown.js";

let dir: string;
let server: Awaited<ReturnType<typeof faultyServer>> | undefined;
/** The requests that the server accepted. */
let taken: SeenRequest[];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "sync-to-server-"));
  taken = [];
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(dir, { recursive: true, force: true });
});

/** A synced store and a server with one run. `fault` returns the answer to a request that the server refuses. */
async function open(fault: (request: SeenRequest) => Reaction | undefined): Promise<SyncedStore> {
  server = await faultyServer((request) => {
    const fails = fault(request);
    if (fails) return fails;
    taken.push(request);
    return oneRunAnswer(request);
  });
  return syncedStore(join(dir, "mlruns"), restStore(server.url, { backoffMs: 1, retries: 1 }));
}

/** The accepted calls that change something, in order. */
const changes = () =>
  taken
    .filter(({ method, path }) => method !== "GET" && !path.endsWith("/search"))
    .map(({ path }) => path.split("/").at(-1));

test("what waited is sent in as few requests as possible, in order", async () => {
  let isUnreachable = true;
  const store = await open(() => (isUnreachable ? "drop" : undefined));
  await (await createTracker({ store }).setExperiment("e")).startRun({}, async (run) => {
    for (let step = 0; step < 300; step++) await run.logMetric("m", step, { step });
    await run.logParam("p", 1);
    await run.setTag("t", "1");
    await run.logText("x", "a b.txt");
  });
  const error = await thrown(store.flush());
  expect(SyncPending.is(error) && error.details).toMatchObject({ waiting: 1, refused: 0 });
  expect(taken).toEqual([]);
  isUnreachable = false;
  await store.flush();
  expect(changes()).toEqual(["create", "log-batch", "log-batch", "a%20b.txt", "update"]);
  const { metrics } = taken.filter(({ path }) => path.endsWith("log-batch"))[1]!.body as {
    metrics: { step: number }[];
  };
  expect(metrics.map(({ step }) => step)).toEqual(Array.from({ length: 300 }, (_, step) => step));
  expect(taken.find(({ method }) => method === "PUT")?.path).toBe(
    "/api/2.0/mlflow-artifacts/artifacts/7/r/artifacts/a%20b.txt",
  );
  taken.length = 0;
  await store.close();
  expect(changes()).toEqual([]);
});

test("what the server refuses with MLflow's JSON is kept as refused, and the rest is sent", async () => {
  const refused = { error_code: "INVALID_PARAMETER_VALUE", message: "no such tag" };
  const store = await open(({ body }) =>
    JSON.stringify(body).includes('"bad"') ? { status: 400, json: refused } : undefined,
  );
  await (await createTracker({ store }).setExperiment("e")).startRun({}, async (run) => {
    await store.flush();
    await run.setTags({ good: "1", bad: "1", better: "1" });
    await run.logMetric("m", 1);
  });
  const error = await thrown(store.close());
  expect(SyncPending.is(error) && error.details).toMatchObject({ waiting: 0, refused: 1 });
  expect(await store.refused()).toMatchObject([
    { record: "tag bad", reason: expect.stringContaining("no such tag") },
  ]);
  const sent = taken.flatMap(({ body }) => (body["tags"] as { key: string }[] | undefined) ?? []);
  expect(sent.map(({ key }) => key)).toEqual(expect.arrayContaining(["good", "better"]));
  expect(changes().at(-1)).toBe("update");
});

test.each([
  ["a proxy's page", { status: 404, json: [] }],
  ["a token that has run out", { status: 401, json: { error_code: "UNAUTHENTICATED", message: "no" } }],
  ["an error of the server", { status: 500, json: { error_code: "INTERNAL_ERROR", message: "no" } }],
])("%s is no refusal: everything waits until it is over", async (_name, page) => {
  let standsIn = true;
  const store = await open(() => (standsIn ? page : undefined));
  await (await createTracker({ store }).setExperiment("e")).startRun({}, (run) => run.logMetric("m", 1));
  const error = await thrown(store.flush());
  expect(SyncPending.is(error) && error.details).toMatchObject({ waiting: 1, refused: 0 });
  expect(await store.refused()).toEqual([]);
  standsIn = false;
  await store.close();
  expect(changes().at(-1)).toBe("update");
});
