import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { flow, folderResultStore, queueRunner, type ResultStore, resultOf, startWorker } from "../index.js";
import { chatty, fetched, tasks } from "../testing/queue-tasks.js";
import { hasRedis, startRedis, type TestRedis } from "../testing/redis-server.js";

describe.skipIf(!hasRedis)("over a queue", () => {
  let redis: TestRedis;
  let folder = "";
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "flow-in-place-"));
    return () => rm(folder, { recursive: true, force: true });
  });
  /** A store as another process opens it. */
  const opened = () => folderResultStore(folder);

  test('what a killed flow has left of a task with cache "none" is not the result of another input', async () => {
    const place = { connection: redis.url, queue: "none" };
    const f = flow({ name: "f" }, (pages: readonly string[]) => fetched.map(pages));
    const killed = await queueRunner(place);
    // Its jobs are queued, and nobody waits for them any more.
    void f.run(["b", "c"], { runner: killed, store: opened(), runId: "r" });
    await sleep(300);
    await killed.close();
    const worker = await startWorker({ ...place, tasks, store: opened() });
    while ((await keysOf(opened())).length < 2) await sleep(20);

    const runner = await queueRunner(place);
    for (const pages of [["a", "b", "c"], ["c"]]) {
      const run = await f.run(pages, { runner, store: opened(), runId: "r" });
      expect(resultOf(run)).toEqual(pages.map((page) => `content of ${page}`));
    }
    // It leaves nothing itself.
    expect(await keysOf(opened())).toHaveLength(2);
    await runner.close();
    await worker.close();
  }, 30_000);

  test("a stored input that is damaged is written anew, in this process and in others", async () => {
    const place = { connection: redis.url, queue: "damaged" };
    const worker = await startWorker({ ...place, tasks, store: opened() });
    const runner = await queueRunner(place);
    const sum = flow({ name: "sum" }, (rows: Float64Array) => chatty(rows));
    const rows = Float64Array.from({ length: 10_000 }, (_, i) => i);
    const first = opened();
    expect(resultOf(await sum.run(rows, { runner, store: first }))).toBe(49_995_000);
    const [key = ""] = await keysOf(first);
    const path = join(folder, key.slice(0, 2), `${key}.result`);
    const whole = await readFile(path);
    for (const damaged of [whole.subarray(0, 1_000), Buffer.alloc(whole.length), Buffer.alloc(0)]) {
      await writeFile(path, damaged);
      expect(resultOf(await sum.run(rows, { runner, store: opened() }))).toBe(49_995_000);
      expect(await readFile(path)).toEqual(whole);
    }
    // A process that wrote it itself does not look at it again until a worker finds it damaged.
    await writeFile(path, whole.subarray(0, 1_000));
    expect((await sum.run(rows, { runner, store: first })).state).toBe("Failed");
    expect(resultOf(await sum.run(rows, { runner, store: first }))).toBe(49_995_000);
    await runner.close();
    await worker.close();
  }, 30_000);
});

async function keysOf(store: ResultStore): Promise<string[]> {
  const found: string[] = [];
  for await (const key of store.keys()) found.push(key);
  return found;
}
