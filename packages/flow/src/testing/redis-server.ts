import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import { freePort, serverArguments } from "../../../../tools/redis/server.mjs";

const SERVER = toolFor("redis", "flows over a queue on Redis");

/** Whether a real server can be started. Tests that need one are skipped otherwise. */
export const hasRedis: boolean = SERVER !== undefined;

/** A real server for one test file. */
export interface TestRedis {
  readonly url: string;
  /** Stops it with SIGTERM, and starts it again with the same data. */
  restart(): Promise<void>;
  /** Kills it with SIGKILL, and starts it again with the same data. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server on a free port, with the settings of `tools/redis/start.mjs`. */
export async function startRedis(): Promise<TestRedis> {
  const dir = await mkdtemp(join(tmpdir(), "flow-redis-"));
  const port = await freePort();
  let server = await start(port, dir);
  async function again(signal: NodeJS.Signals): Promise<void> {
    await end(server, signal);
    server = await start(port, dir);
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    restart: () => again("SIGTERM"),
    crash: () => again("SIGKILL"),
    async stop() {
      await end(server, "SIGTERM");
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function start(port: number, dir: string): Promise<ChildProcess> {
  const child = spawn(SERVER!, serverArguments(port, dir), { stdio: ["ignore", "pipe", "inherit"] });
  for await (const chunk of child.stdout!) if (String(chunk).includes("Ready to accept connections")) break;
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}
