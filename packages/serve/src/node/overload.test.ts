import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toolPath } from "../../../../tools/optional/tools.mjs";
import { type PacedAnswers, pacedLoad, quantile } from "../testing/paced-load.js";

const HEAVY = toolPath("heavy") !== undefined;
const SECONDS = HEAVY ? 60 : 3;
const MAX_IN_FLIGHT = 64;
const bodies = ["good", "bad", `${"a long and boring film ".repeat(50)}`].map((text) =>
  JSON.stringify({ text }),
);
let folder: string;
let server: ChildProcess;
let url: string;

/** A service in a process of its own (here, its clients would wait for the thread they flood): 1 ms a text. */
const PROGRAM = `
  import { createApp, createMetrics } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
  import { serveHttp, addProcessMetrics } from ${JSON.stringify(new URL("../../dist/node/index.js", import.meta.url).href)};
  const modelVersion = "sha256:" + "0".repeat(64);
  const predict = (text) => ({ label: "pos", probabilities: { neg: 0.25, pos: 0.75 }, modelVersion });
  const predictor = {
    name: "slow", modelVersion, labels: ["neg", "pos"], predict, explain: predict,
    predictBatch(texts) {
      const until = performance.now() + texts.length;
      while (performance.now() < until);
      return texts.map(predict);
    },
  };
  const metrics = createMetrics();
  addProcessMetrics(metrics);
  const service = await serveHttp(createApp({ predictor, metrics, maxInFlight: ${MAX_IN_FLIGHT} }), { port: 0 });
  process.stdout.write(service.url);
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "overload-"));
  await writeFile(join(folder, "serve.mjs"), PROGRAM);
  const env = { ...process.env, NODE_OPTIONS: "" };
  server = spawn(process.execPath, [join(folder, "serve.mjs")], {
    stdio: ["ignore", "pipe", "inherit"],
    env,
  });
  url = String((await once(server.stdout!, "data"))[0]);
});
afterAll(async () => {
  server.kill();
  await rm(folder, { recursive: true });
});

async function ask(): Promise<number> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${url}/v1/predict`, { method: "POST", headers, body: bodies[0]! });
  await response.arrayBuffer();
  return response.status;
}

/** Requests answered a second while eight clients ask, each when it has its answer. */
async function mostPerSecond(): Promise<number> {
  const started = performance.now();
  const until = started + 1500;
  let answered = 0;
  const client = async () => {
    while (performance.now() < until) if ((await ask()) === 200) answered++;
  };
  await Promise.all(Array.from({ length: 8 }, client));
  return (answered * 1000) / (performance.now() - started);
}

/** A load of at least so many a second, and more where these clients are too slow to send what the service refuses. */
async function overload(perSecond: number): Promise<PacedAnswers> {
  const load = { url: `${url}/v1/predict`, bodies, perSecond };
  // A fifth refused, once all connections are open, is no accident of a busy machine.
  const { answers } = await pacedLoad({ ...load, warmupSeconds: 1, seconds: 1 });
  if ((answers["503 1"] ?? 0) < perSecond / 5) return overload(2 * perSecond);
  const outcome = await pacedLoad({ ...load, seconds: SECONDS });
  return outcome.answers["503 1"] === undefined ? overload(2 * perSecond) : outcome;
}

async function residentMegabytes(): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)![1]) / 2 ** 20;
}

test(`at twice its maximum for ${SECONDS} s every request is answered or refused, and then it is free at once`, async () => {
  await mostPerSecond();
  const most = await mostPerSecond();
  const before = await residentMegabytes();
  const resident: number[] = [];
  const watch = setInterval(
    () => void residentMegabytes().then((megabytes) => resident.push(megabytes)),
    500,
  );
  const { answers, unanswered, latenciesMs } = await overload(2 * most);
  clearInterval(watch);
  const { 200: answered = 0, "503 1": refused = 0, ...others } = answers;
  expect(unanswered).toEqual([]);
  expect(others).toEqual({});
  expect(refused).toBeGreaterThan(0);
  // Refusing costs little: what is answered stays near the maximum, and does not wait long. (How long says little
  // where these clients share their cores with other tests.)
  expect(answered).toBeGreaterThan(0.4 * most * SECONDS);
  if (HEAVY) expect(quantile(latenciesMs, 0.99)).toBeLessThan(2000);
  expect(Math.max(...resident)).toBeLessThan(before + 100);
  const started = performance.now();
  for (let i = 0; i < 10; i++) expect(await ask()).toBe(200);
  expect(performance.now() - started).toBeLessThan(1000);
}, 120_000);
