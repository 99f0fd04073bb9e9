import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { flow, folderResultStore, queueRunner, resultOf } from "../index.js";
import { builtScript } from "../testing/built-script.js";
import { lastLook, paced } from "../testing/queue-tasks.js";
import { hasRedis, startRedis, type TestRedis } from "../testing/redis-server.js";

describe.skipIf(!hasRedis)("a worker that is paused beyond its lease (SIGSTOP)", () => {
  let redis: TestRedis;
  let folder = "";
  let workers: ChildProcess[] = [];
  beforeAll(async () => {
    redis = await startRedis();
    folder = await mkdtemp(join(tmpdir(), "flow-paused-"));
  });
  // One that is left would take the jobs of the next test.
  afterEach(async () => {
    for (const worker of workers) {
      const exit = once(worker, "exit");
      worker.kill("SIGKILL");
      await exit;
    }
    workers = [];
  });
  afterAll(async () => {
    await redis.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function startWorkerProcess(): Promise<ChildProcess> {
    const args = [await builtScript("queue-worker"), redis.url, join(folder, "store"), "600ms", "8"];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    workers.push(child);
    for await (const chunk of child.stdout) if (String(chunk).includes("ready")) break;
    return child;
  }
  const said = async (file = "paced.txt") =>
    (await readFile(join(folder, file), "utf8").catch(() => "")).split("\n");
  async function until(text: string, file?: string): Promise<void> {
    while (!(await said(file)).includes(text)) await sleep(20);
  }

  test("is told by its signal when it wakes, and does not replace the result of the worker that took its job", async () => {
    const store = folderResultStore(join(folder, "store"));
    const runner = await queueRunner({ connection: redis.url });
    const f = flow({ name: "f" }, (lines: number) => paced({ folder, lines }));
    const paused = await startWorkerProcess();
    const running = f.run(20, { runner, store });
    await until(`line ${paused.pid}`);
    paused.kill("SIGSTOP");
    const second = await startWorkerProcess();
    expect(resultOf(await running)).toBe(second.pid);

    paused.kill("SIGCONT");
    await until(`LEASE_LOST ${paused.pid}`);
    // It stopped its work: it has made a part of its 20 lines.
    expect((await said()).filter((line) => line === `line ${paused.pid}`).length).toBeLessThan(20);
    await sleep(300);
    const again = await f.run(20, { runner, store });
    expect(again.steps).toMatchObject([{ state: "Cached" }]);
    expect(resultOf(again)).toBe(second.pid);
    await runner.close();
  }, 60_000);

  test("is told before it goes on, though its task has nothing left to do but to look", async () => {
    const store = folderResultStore(join(folder, "store"));
    const runner = await queueRunner({ connection: redis.url });
    const f = flow({ name: "f" }, (waitMs: number) => lastLook({ folder, waitMs }));
    const paused = await startWorkerProcess();
    const running = f.run(1_000, { runner, store });
    await until(`begun ${paused.pid}`, "last.txt");
    await sleep(100);
    paused.kill("SIGSTOP");
    const second = await startWorkerProcess();
    expect(resultOf(await running)).toBe(second.pid);
    paused.kill("SIGCONT");
    await expect
      .poll(async () =>
        (await said("last.txt")).find((line) => line.endsWith(` ${paused.pid}`) && !line.startsWith("begun")),
      )
      .toBe(`LEASE_LOST ${paused.pid}`);
    await runner.close();
  }, 60_000);
});
