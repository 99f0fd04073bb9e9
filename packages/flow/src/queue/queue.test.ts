import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { InvalidOption } from "@imdb/core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type FlowEvent,
  flow,
  folderResultStore,
  openDeadLetters,
  QueueFailure,
  type QueueWorker,
  queueRunner,
  ResultMissing,
  type ResultStore,
  type Runner,
  resultOf,
  startWorker,
  TaskVersionMismatch,
  task,
  UnknownTask,
} from "../index.js";
import { chatty, endless, fragile, tasks, work } from "../testing/queue-tasks.js";
import { hasRedis, startRedis, type TestRedis } from "../testing/redis-server.js";

describe.skipIf(!hasRedis)("over a queue on a real Redis", () => {
  let redis: TestRedis;
  let folder = "";
  let store: ResultStore;
  let worker: QueueWorker;
  let runner: Runner;
  const errors: Error[] = [];
  const onError = (error: Error) => errors.push(error);

  beforeAll(async () => {
    redis = await startRedis();
    const shared = await mkdtemp(join(tmpdir(), "flow-queue-store-"));
    store = folderResultStore(shared);
    worker = await startWorker({ tasks, connection: redis.url, store, concurrency: 2, onError });
    runner = await queueRunner({ connection: redis.url, onError });
  }, 60_000);
  afterAll(async () => {
    await runner.close();
    await worker.close();
    await redis.stop();
    expect(errors).toEqual([]);
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "flow-queue-"));
    return () => rm(folder, { recursive: true, force: true });
  });

  test("has the same result as a run in process, and is cached for the next run on any runner", async () => {
    const squares = flow({ name: "squares" }, (ns: readonly number[]) =>
      work.map(ns.map((n) => ({ n, folder }))),
    );
    const ns = Array.from({ length: 20 }, (_, n) => n);
    const here = resultOf(await squares.run(ns));
    const there = await squares.run(ns, { runner, store });
    expect(resultOf(there)).toEqual(here);
    expect(there.steps.every((step) => step.state === "Completed")).toBe(true);
    const again = await squares.run(ns, { store });
    expect(resultOf(again)).toEqual(here);
    expect(again.steps.every((step) => step.state === "Cached")).toBe(true);
    expect((await readFile(join(folder, "ran.txt"), "utf8")).split("\n")).toHaveLength(2 * ns.length + 1);
  });

  test("sends large inputs, logs, progress and artifacts, and stores no result of a task without caching", async () => {
    const events: FlowEvent[] = [];
    const before = await all(store.keys());
    const sum = flow({ name: "sum" }, (rows: Float64Array) => chatty(rows));
    const rows = Float64Array.from({ length: 10_000 }, (_, i) => i);
    const run = await sum.run(rows, { runner, store, seed: 5, onEvent: (event) => events.push(event) });
    expect(resultOf(run)).toBe(49_995_000);
    expect(events.filter(({ type }) => ["log", "progress", "artifact"].includes(type))).toMatchObject([
      { type: "log", level: "info", message: "adding", fields: { rows: 10_000 }, taskRunId: "chatty-0" },
      { type: "progress", progress: { done: 10_000, unit: "rows" } },
      { type: "artifact", artifact: { key: "note", text: "attempt 1, seed 5" } },
    ]);
    // The input stays, under its hash.
    expect((await all(store.keys())).length - before.length).toBe(1);
  });

  test("the flow retries, errors keep their type, and a task without further retries is a dead letter", async () => {
    const letters = await openDeadLetters({ connection: redis.url });
    const f = flow({ name: "f" }, (until: number) => fragile(until));
    const saved = await f.run(3, { runner, store });
    expect(saved).toMatchObject({ result: 3, steps: [{ attempts: 3 }] });
    expect(await letters.list()).toEqual([]);

    const lost = await f.run(4, { runner, store });
    expect(lost.state === "Failed" && InvalidOption.is(lost.error) && lost.error.details).toMatchObject({
      value: 3,
    });
    const [letter, ...more] = await eventually(
      () => letters.list(),
      (list) => list.length > 0,
    );
    expect(more).toEqual([]);
    expect(letter).toMatchObject({ task: "fragile", runId: lost.runId, attempt: 3 });
    expect(InvalidOption.is(letter?.error)).toBe(true);
    expect(await letters.retry(letter!.id)).toBe(true);
    expect(await letters.list()).toEqual([]);
    expect(await letters.remove("unknown")).toBe(false);
    await letters.close();

    // The same run, resumed, runs the task again instead of meeting its old failures.
    const resumed = await f.run(4, { runner, store, runId: lost.runId });
    expect(resumed.steps).toMatchObject([{ attempts: 3, state: "Failed" }]);
  });

  test("a cancellation reaches the worker", async () => {
    const controller = new AbortController();
    const f = flow({ name: "f" }, () => endless(folder));
    const running = f.run(undefined, { runner, store, signal: controller.signal, grace: "10s" });
    while (!existsSync(join(folder, "begun.txt"))) await sleep(10);
    const abortedAt = performance.now();
    controller.abort();
    expect(await running).toMatchObject({ state: "Cancelled", steps: [{ state: "Cancelled" }] });
    expect(performance.now() - abortedAt).toBeLessThan(5_000);
  });

  test("a worker with other code than the flow is a different error than a task that fails", async () => {
    const newer = work.withOptions({ version: "2" });
    const stranger = task({ name: "stranger", retries: 5 }, () => 1);
    const mismatch = await flow({ name: "f" }, () => newer({ n: 1, folder })).run(undefined, {
      runner,
      store,
    });
    expect(mismatch.state === "Failed" && TaskVersionMismatch.is(mismatch.error)).toBe(true);
    const unknown = await flow({ name: "f" }, () => stranger()).run(undefined, { runner, store });
    expect(unknown.state === "Failed" && UnknownTask.is(unknown.error)).toBe(true);
    expect(unknown.steps).toMatchObject([{ attempts: 1 }]);
  });

  test("the worker of a task that computes for longer than its lease does not count as dead", async () => {
    const slow = await startWorker({
      tasks,
      connection: redis.url,
      store,
      queue: "busy",
      lease: "600ms",
      onError,
    });
    const own = await queueRunner({ connection: redis.url, queue: "busy", onError });
    const f = flow({ name: "f" }, () => work({ n: 7, folder, busyMs: 2_500 }));
    expect(await f.run(undefined, { runner: own, store })).toMatchObject({
      state: "Completed",
      result: { square: 49 },
    });
    expect(await readFile(join(folder, "ran.txt"), "utf8")).toBe("7\n");
    await own.close();
    await slow.close();
  });

  test("a flow with another store than its workers fails with RESULT_MISSING, also for small results", async () => {
    const f = flow({ name: "f" }, () => work({ n: 3, folder }));
    const run = await f.run(undefined, { runner, store: folderResultStore(join(folder, "other")) });
    expect(run.state === "Failed" && ResultMissing.is(run.error)).toBe(true);
  });

  test("tasks with runsIn: flow run in the flow's process, and a run without a store is refused", async () => {
    const here = task({ name: "here", runsIn: "flow" }, () => process.pid);
    expect(resultOf(await flow({ name: "f" }, () => here()).run(undefined, { runner, store }))).toBe(
      process.pid,
    );
    const without = await flow({ name: "f" }, () => fragile(1)).run(undefined, { runner });
    expect(without.state === "Failed" && InvalidOption.is(without.error) && without.error.message).toContain(
      "store",
    );
  });
});

test("a server that does not answer is named, without its password", async () => {
  const connecting = queueRunner({ connection: "redis://user:secret@127.0.0.1:1/0" });
  await expect(connecting).rejects.toSatisfy(
    (error) =>
      QueueFailure.is(error) &&
      /127\.0\.0\.1:1 .*ECONNREFUSED/.test(error.message) &&
      !/secret/.test(error.message),
  );
}, 15_000);

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function eventually<T>(look: () => Promise<T>, found: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await look();
    if (found(value)) return value;
    await sleep(20);
  }
}
