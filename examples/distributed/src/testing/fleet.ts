/** A Redis server and worker processes of the built example, some of which are always being killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import { freePort } from "../../../../tools/redis/server.mjs";

const REDIS = fileURLToPath(new URL("../../../../tools/redis/start.mjs", import.meta.url));

/** Whether a real server can be started. */
export const hasRedis = toolFor("redis", "the distributed example over Redis") !== undefined;

/** The path of a built script. */
export const built = (name: string) => fileURLToPath(new URL(`../../dist/${name}.js`, import.meta.url));

/** What the tests run on. */
export interface Fleet {
  readonly url: string;
  /** Kills the worker that has lived longest, as a power cut would, and starts another. */
  killOne(): Promise<void>;
  /** Ends the server and starts it on the same data. */
  restartRedis(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server and so many workers. */
export async function startFleet(
  workers: number,
  shared: string,
  more: readonly string[] = [],
): Promise<Fleet> {
  const port = await freePort();
  const dir = join(shared, "redis");
  const own = ["--port", String(port), "--dir", dir];
  const url = `redis://127.0.0.1:${port}`;
  let redis = await started([REDIS, ...own], "redis://");
  const alive = new Set<ChildProcess>();
  async function startWorker(): Promise<void> {
    const child = await started([built("worker"), "--redis", url, "--shared", shared, ...more], "ready");
    alive.add(child);
    child.once("exit", () => alive.delete(child));
  }
  await Promise.all(Array.from({ length: workers }, startWorker));
  return {
    url,
    async killOne() {
      const [oldest] = alive;
      if (oldest) await ended(oldest, "SIGKILL");
      await startWorker();
    },
    async restartRedis() {
      await ended(redis, "SIGTERM");
      redis = await started([REDIS, ...own], "redis://");
    },
    async stop() {
      await Promise.all([...alive].map((child) => ended(child, "SIGTERM")));
      await ended(redis, "SIGTERM");
    },
  };
}

async function started(args: readonly string[], sign: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  await new Promise<void>((resolve, reject) => {
    const look = (chunk: Buffer) => {
      text += chunk;
      if (text.includes(sign)) resolve();
    };
    child.stdout!.on("data", look);
    child.stderr!.on("data", look);
    child.once("exit", (code) => reject(new Error(`${args[0]} ended with ${code}: ${text}`)));
  });
  return child;
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}
