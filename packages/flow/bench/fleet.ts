/** A Redis server and worker processes for measuring the queue; all on the loopback interface, all ended by `stop`. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../../../tools/redis/server.mjs";

const redisScript = fileURLToPath(new URL("../../../tools/redis/start.mjs", import.meta.url));
const workerScript = fileURLToPath(new URL("./worker.mjs", import.meta.url));

/** What is measured on. */
export interface Fleet {
  readonly url: string;
  /** The folder of the shared store. */
  readonly results: string;
  stop(): Promise<void>;
}

/** Starts a server and so many workers. */
export async function startFleet(workers: number): Promise<Fleet> {
  const folder = await mkdtemp(join(tmpdir(), "flow-bench-"));
  const port = await freePort();
  const children: ChildProcess[] = [];
  const url = await started(children, [redisScript, "--port", String(port), "--dir", join(folder, "redis")]);
  const results = join(folder, "results");
  await Promise.all(Array.from({ length: workers }, () => started(children, [workerScript, url, results])));
  return {
    url,
    results,
    async stop() {
      for (const child of children.reverse()) {
        const exit = once(child, "exit");
        child.kill("SIGTERM");
        await exit;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function started(children: ChildProcess[], args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  let line = "";
  for await (const chunk of child.stdout!) {
    line += chunk;
    if (line.includes("\n")) return line.trim();
  }
  throw new Error(`${args[0]} did not start`);
}
