/** A Redis server and worker processes for benchmarks of the queue, on the loopback interface. `stop` ends them all. */
import { type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startRedis } from "../src/testing/redis-server.js";

const workerScript = fileURLToPath(new URL("./worker.mjs", import.meta.url));

/** A running server and its workers. */
export interface Fleet {
  readonly url: string;
  /** The folder of the shared store. */
  readonly results: string;
  stop(): Promise<void>;
}

/** Starts a server and `workers` workers. */
export async function startFleet(workers: number): Promise<Fleet> {
  const folder = await mkdtemp(join(tmpdir(), "flow-bench-"));
  const redis = await startRedis();
  const results = join(folder, "results");
  const children = await Promise.all(
    Array.from({ length: workers }, async () => {
      const stdio: StdioOptions = ["ignore", "pipe", "inherit"];
      const child = spawn(process.execPath, [workerScript, redis.url, results], { stdio });
      await once(child.stdout!, "data");
      return child;
    }),
  );
  return {
    url: redis.url,
    results,
    async stop() {
      for (const child of children) {
        const exit = once(child, "exit");
        child.kill("SIGTERM");
        await exit;
      }
      await redis.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
