/**
 * Starts a Redis (or Valkey) server of the system's packages for tests and trials, with an append-only file, so
 * that what it holds survives a restart.
 *
 *   node tools/redis/start.mjs [--port 6379] [--dir FOLDER]
 *
 * Prints its URL as soon as it answers, and ends with it. Debian and Ubuntu: apt-get install redis-server
 * (or valkey-server). What is installed is taken, Redis first.
 */
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { requireTool } from "../optional/tools.mjs";
import { serverArguments } from "./server.mjs";

const { values } = parseArgs({
  options: { port: { type: "string", default: "6379" }, dir: { type: "string" } },
});
const port = Number(values.port);
const dir = values.dir ?? join(tmpdir(), `imdb-flow-redis-${port}`);
mkdirSync(dir, { recursive: true });

const server = spawn(requireTool("redis"), [...serverArguments(port, dir), "--loglevel", "warning"], {
  stdio: ["ignore", "ignore", "inherit"],
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.kill("SIGTERM"));
server.once("exit", (code) => process.exit(code ?? 1));
await answers(port);
console.log(`redis://127.0.0.1:${port}`);

async function answers(port) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const pong = await new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
      socket.once("data", (data) => {
        socket.destroy();
        // While it reads its file it answers -LOADING.
        resolve(String(data).startsWith("+PONG"));
      });
      socket.once("error", () => resolve(false));
    });
    if (pong) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  console.error(`The server on port ${port} does not answer.`);
  process.exit(1);
}
