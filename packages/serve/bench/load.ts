import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import autocannon from "autocannon";
import { type PacedAnswers, type PacedLoad, quantile } from "../src/testing/paced-load.js";

const SECONDS = 5;
const CONNECTIONS = 32;

/** A service in a process of its own, and how it is asked. */
export interface Loaded {
  readonly start: (port: number) => ChildProcess;
  readonly path: string;
  readonly texts: readonly string[];
  /** Makes the JSON body of a text. */
  readonly body: (text: string) => unknown;
}

/** A process whose errors are seen here. */
export function child(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(command, args, { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, ...env } });
}

/** Microseconds a request while as many connections as it likes are kept busy; every answer must be a 200. */
export function throughput(loaded: Loaded): Promise<number> {
  return withService(loaded, async (url, bodies) => 1e6 / (await busy(url, bodies)));
}

/**
 * The 99th percentile of the latency, in milliseconds, at a steady half of the most that the service can do. The
 * sender is warmed up: the first tenth of a second of cold code would alone be the slowest hundredth of ten seconds.
 */
export function p99AtHalf(loaded: Loaded): Promise<number> {
  return withService(loaded, async (url, bodies) => {
    const perSecond = (await busy(url, bodies)) / 2;
    const load = { url, bodies, perSecond, seconds: 2 * SECONDS, warmupSeconds: SECONDS };
    const { latenciesMs, answers, unanswered } = await sentFromOutside(load);
    if (Object.keys(answers).join() !== "200" || unanswered.length > 0) {
      throw new Error(`${url} at half its load: ${JSON.stringify({ answers, unanswered })}`);
    }
    return quantile(latenciesMs, 0.99);
  });
}

async function sentFromOutside(load: PacedLoad): Promise<PacedAnswers> {
  const client = fork(new URL("./paced-client.ts", import.meta.url));
  client.send(load);
  const [answers] = await Promise.race([
    once(client, "message"),
    once(client, "exit").then(([code]) => Promise.reject(new Error(`the client ended with code ${code}`))),
  ]);
  return answers as PacedAnswers;
}

async function withService(
  { start, path, texts, body }: Loaded,
  measure: (url: string, bodies: readonly string[]) => Promise<number>,
): Promise<number> {
  const port = await freePort();
  const service = start(port);
  const bodies = texts.map((text) => JSON.stringify(body(text)));
  try {
    const url = `http://127.0.0.1:${port}${path}`;
    await answering(url, bodies[0]!, service);
    await busy(url, bodies);
    return await measure(url, bodies);
  } finally {
    const ended = new Promise((resolve) => service.once("exit", resolve));
    service.kill("SIGTERM");
    await ended;
  }
}

/** Requests answered a second. */
async function busy(url: string, bodies: readonly string[]): Promise<number> {
  const headers = { "content-type": "application/json" };
  const requests = bodies.map((body) => ({ method: "POST" as const, headers, body }));
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS, requests });
  const { non2xx, errors, timeouts } = result;
  if (non2xx + errors + timeouts > 0) {
    throw new Error(`${url}: ${non2xx} refused, ${errors} errors, ${timeouts} timeouts`);
  }
  return result.requests.total / result.duration;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function answering(url: string, body: string, service: ChildProcess): Promise<void> {
  const headers = { "content-type": "application/json" };
  for (let tries = 0; tries < 600; tries++) {
    if (service.exitCode !== null) throw new Error(`the service ended with code ${service.exitCode}`);
    try {
      const response = await fetch(url, { method: "POST", headers, body });
      if (response.ok) return;
      throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error(`${url} does not answer`);
}
