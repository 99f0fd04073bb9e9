import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";

const PROGRAM = fileURLToPath(new URL("../testing/cluster-main.ts", import.meta.url));
let child: ChildProcess | undefined;
afterEach(() => child?.kill("SIGKILL"));

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

test("two processes serve one port, sum their metrics, are replaced when they die, and end on a signal", async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  child = spawn(process.execPath, ["--import", "tsx", "-C", "@imdb/source", PROGRAM], {
    env: { ...process.env, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => child!.once("exit", resolve));
  const pids: number[] = [];
  const numbers: number[] = [];
  child.stdout!.on("data", (chunk) => {
    for (const [, pid, number] of String(chunk).matchAll(/ready (\d+) as (\d+)/g)) {
      pids.push(Number(pid));
      numbers.push(Number(number));
    }
  });
  await expect.poll(() => pids.length, { timeout: 20_000 }).toBe(2);
  const predict = () =>
    fetch(`${url}/v1/predict`, {
      method: "POST",
      // A connection of its own each, so that both processes get some.
      headers: { "content-type": "application/json", connection: "close" },
      body: JSON.stringify({ text: "good" }),
    });
  for (let i = 0; i < 20; i++) expect((await predict()).status).toBe(200);
  const count = async () => {
    const text = await (await fetch(`${url}/metrics`, { headers: { connection: "close" } })).text();
    return [/predictions_total\{.*\} (\d+)/, /model_info\{.*\} (\d+)/].map((p) => Number(p.exec(text)?.[1]));
  };
  expect(await count()).toEqual([20, 2]);
  const firstNumber = numbers[0];
  process.kill(pids[0]!, "SIGKILL");
  await expect.poll(() => pids.length, { timeout: 20_000 }).toBe(3);
  expect(numbers.slice(0, 2).sort()).toEqual([1, 2]);
  expect(numbers[2]).toBe(firstNumber);
  expect((await predict()).status).toBe(200);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  await expect(predict()).rejects.toThrow();
}, 60_000);
