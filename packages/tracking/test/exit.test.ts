import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileStore } from "../src/index.js";

const script = fileURLToPath(new URL("./exit-writer.mjs", import.meta.url));
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "exit-"));
});

afterAll(() => rm(dir, { recursive: true, force: true }));

interface Ending {
  readonly runId: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

function ended(way: string): Promise<Ending> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, join(dir, "mlruns"), way], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    let output = "";
    child.stdout.on("data", (bytes: Buffer) => {
      output += bytes;
      if (way.startsWith("SIG")) child.kill(way as NodeJS.Signals);
      if (way === "own handler") child.kill("SIGTERM");
    });
    child.once("close", (code, signal) => resolve({ runId: output.trim(), code, signal }));
  });
}

test.each([
  ["SIGINT", "KILLED", null, "SIGINT"],
  ["SIGTERM", "KILLED", null, "SIGTERM"],
  ["SIGHUP", "KILLED", null, "SIGHUP"],
  ["exit 0", "KILLED", 0, null],
  ["exit 1", "FAILED", 1, null],
  ["uncaught", "FAILED", 1, null],
  ["failed end", "KILLED", 0, null],
])(
  "a process that ends by %s leaves its run %s, and still ends that way",
  async (way, status, code, signal) => {
    const ending = await ended(way);
    expect([ending.code, ending.signal]).toEqual([code, signal]);
    const store = fileStore(join(dir, "mlruns"));
    const run = await store.getRun(ending.runId);
    expect(run.info.status).toBe(status);
    expect(run.info.endTime).toBeDefined();
    const metric = new URL(`${run.info.artifactUri}/../metrics/m`);
    expect(await readFile(metric, "utf8"), "its metrics are where MLflow reads").toMatch(/^\d+ 1 0\n$/);
  },
);

test("a program that handles a signal once decides what it means, and is not ended by it", async () => {
  const ending = await ended("own handler");
  expect([ending.code, ending.signal]).toEqual([5, null]);
});

test("after kill -9 a run stays RUNNING until recover, which does not change the run of a living process", async () => {
  const { runId } = await ended("SIGKILL");
  const store = fileStore(join(dir, "mlruns"));
  expect((await store.getRun(runId)).info.status).toBe("RUNNING");
  expect((await store.getRun(runId)).metrics).toEqual({ m: 1 });
  const alive = await store.createRun({
    experimentId: (await store.getRun(runId)).info.experimentId,
    runName: "alive",
    userId: "",
    startTime: 1,
    tags: {},
  });
  const { killedRuns, mergedRecords } = await store.recover();
  expect([killedRuns, mergedRecords]).toEqual([[runId], 1]);
  expect((await store.getRun(runId)).info.status).toBe("KILLED");
  expect((await store.getRun(alive.info.runId)).info.status).toBe("RUNNING");
});
