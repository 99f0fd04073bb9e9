// The Redis server of a storm.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { Redis } from "ioredis";
import { requireTool } from "../optional/tools.mjs";
import { freePort, serverArguments } from "../redis/server.mjs";

/** Starts it with its files in a folder. */
export async function startRedis(folder) {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const server = spawn(requireTool("redis"), serverArguments(port, folder), {
    stdio: ["ignore", "pipe", "ignore"],
  });
  for await (const text of server.stdout) if (String(text).includes("Ready to accept connections")) break;
  server.stdout.resume();
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url, { maxRetriesPerRequest: null });
  client.on("error", () => {});
  return {
    url,
    pid: server.pid,
    flush: () => client.flushall(),
    async close() {
      client.disconnect();
      if (server.exitCode !== null || server.signalCode !== null) return;
      const exit = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGKILL");
      await exit;
    },
  };
}
