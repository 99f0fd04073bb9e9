import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  flow,
  folderResultStore,
  isTerminal,
  openDeadLetters,
  PoisonTask,
  queueRunner,
  resultOf,
  type StateName,
} from "../index.js";
import { builtScript } from "../testing/built-script.js";
import { poison, work } from "../testing/queue-tasks.js";
import { hasRedis, startRedis, type TestRedis } from "../testing/redis-server.js";

/** Worker processes, of which some are always being killed. */
async function workerFleet(url: string, store: string, lease: string, maxCrashes: number) {
  const script = await builtScript("queue-worker");
  const fleet = new Set<ChildProcess>();
  let killed = 0;
  async function start(): Promise<void> {
    const child = spawn(process.execPath, [script, url, store, lease, String(maxCrashes)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    fleet.add(child);
    child.once("exit", () => fleet.delete(child));
    for await (const chunk of child.stdout) if (String(chunk).includes("ready")) break;
  }
  return {
    start,
    killed: () => killed,
    async killOne() {
      const [oldest] = fleet;
      if (oldest === undefined) return;
      const exit = once(oldest, "exit");
      oldest.kill("SIGKILL");
      killed++;
      await exit;
    },
    async stop() {
      await Promise.all(
        [...fleet].map((child) => {
          const exit = once(child, "exit");
          child.kill("SIGKILL");
          return exit;
        }),
      );
    },
  };
}

describe.skipIf(!hasRedis)("a queue whose workers and server die", () => {
  let redis: TestRedis;
  let folder = "";
  beforeAll(async () => {
    redis = await startRedis();
    folder = await mkdtemp(join(tmpdir(), "flow-crash-"));
  });
  afterAll(async () => {
    await redis.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("workers killed with kill -9, and a server killed and restarted, lose no task and change no result", async () => {
    const shared = join(folder, "store");
    const fleet = await workerFleet(redis.url, shared, "1s", 8);
    await Promise.all([fleet.start(), fleet.start()]);
    const runner = await queueRunner({ connection: redis.url, concurrency: 16 });
    const ends = new Map<string, StateName[]>();
    const squares = flow({ name: "squares" }, (ns: readonly number[]) =>
      work.map(ns.map((n) => ({ n, folder, waitMs: 60 }))),
    );
    const ns = Array.from({ length: 48 }, (_, n) => n);
    const running = squares.run(ns, {
      runner,
      store: folderResultStore(shared),
      onEvent(event) {
        if (event.type !== "taskState" || !isTerminal(event.state)) return;
        ends.set(event.taskRunId, [...(ends.get(event.taskRunId) ?? []), event.state]);
      },
    });
    // By progress, not by time: on a machine of any speed the same happens.
    for (const [done, happens] of [
      [6, fleet.killOne],
      [14, redis.crash],
      [22, fleet.killOne],
      [30, fleet.killOne],
    ] as const) {
      while (ends.size < done) await sleep(20);
      await happens();
      await fleet.start();
    }
    const run = await running;
    await fleet.stop();
    await runner.close();

    expect(fleet.killed()).toBe(3);
    expect(resultOf(run)).toEqual(ns.map((n) => ({ n, square: n * n, row: Float32Array.of(n, n / 3) })));
    expect(ends.size).toBe(ns.length);
    expect([...ends.values()].every((states) => states.length === 1 && states[0] === "Completed")).toBe(true);
    const ran = (await readFile(join(folder, "ran.txt"), "utf8")).trim().split("\n").map(Number);
    expect(new Set(ran).size).toBe(ns.length);
    // Only what a dead worker had in hand is done again.
    expect(ran.length).toBeLessThanOrEqual(ns.length + fleet.killed() + 2);
  }, 120_000);

  test("a task that kills its workers ends Failed and becomes a dead letter", async () => {
    const shared = join(folder, "poisoned");
    const fleet = await workerFleet(redis.url, shared, "500ms", 1);
    const runner = await queueRunner({ connection: redis.url });
    const f = flow({ name: "f" }, () => poison("x"));
    let over = false;
    const running = f.run(undefined, { runner, store: folderResultStore(shared) }).finally(() => {
      over = true;
    });
    while (!over) {
      await fleet.start();
      await sleep(300);
    }
    const run = await running;
    await fleet.stop();
    await runner.close();
    expect(run.state === "Failed" && PoisonTask.is(run.error)).toBe(true);
    expect(run.steps).toMatchObject([{ name: "poison", state: "Failed", attempts: 1 }]);
    const letters = await openDeadLetters({ connection: redis.url });
    expect(await letters.list()).toMatchObject([{ task: "poison", runId: run.runId }]);
    await letters.close();
  }, 120_000);
});
