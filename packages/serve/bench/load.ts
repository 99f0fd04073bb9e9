import { type ChildProcess, execFile, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const SECONDS = 5;
const CONNECTIONS = 32;

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts a service in a process of its own, loads it with `wrk` on loopback until it has warmed up and then
 * for some seconds, and stops it.
 *
 * @param body  Makes the JSON body of a text.
 * @returns     Microseconds of wall time a request; every answer must be a 200.
 */
export async function loaded(
  start: (port: number) => ChildProcess,
  path: string,
  texts: readonly string[],
  body: (text: string) => unknown,
  folder: string,
): Promise<number> {
  const port = await freePort();
  const service = start(port);
  try {
    const url = `http://127.0.0.1:${port}${path}`;
    await answering(url, JSON.stringify(body(texts[0]!)), service);
    const script = join(folder, `wrk-${port}.lua`);
    writeFileSync(script, luaScript(texts.map((text) => JSON.stringify(body(text)))));
    await wrk(url, script, 2);
    return await wrk(url, script, SECONDS);
  } finally {
    const ended = new Promise((resolve) => service.once("exit", resolve));
    service.kill("SIGTERM");
    await ended;
  }
}

/** A process whose output is this one's, for errors to be seen. */
export function child(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(command, args, { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, ...env } });
}

async function answering(url: string, body: string, service: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (service.exitCode !== null) throw new Error(`the service ended with code ${service.exitCode}`);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      if (response.ok) return;
      throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error(`${url} does not answer`);
}

async function wrk(url: string, script: string, seconds: number): Promise<number> {
  const { stdout } = await run("wrk", [
    "-t1",
    `-c${CONNECTIONS}`,
    `-d${seconds}s`,
    "--latency",
    "-s",
    script,
    url,
  ]);
  const failed = /Non-2xx or 3xx responses: (\d+)/.exec(stdout);
  if (failed) throw new Error(`${url}: ${failed[1]} requests failed`);
  return 1e6 / Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)![1]);
}

function luaScript(bodies: readonly string[]): string {
  const long = (text: string) => `[==[${text}]==]`;
  return `local bodies = {${bodies.map(long).join(",\n")}}
local at = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
request = function()
  at = at % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[at])
end
`;
}
