import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { writerMark } from "@imdb/runtime/files";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  flow,
  folderResultStore,
  folderRunStore,
  RunActive,
  RunMismatch,
  resultOf,
  task,
  UnknownRun,
} from "../index.js";
import { builtScript } from "../testing/built-script.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flow-runs-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function startProcess(mode: string) {
  const script = await builtScript("killed-flow");
  const child = spawn(process.execPath, [script, folder, mode], { stdio: ["ignore", "pipe", "inherit"] });
  const [output, [code, signal]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  return { output, code, signal };
}

test("the run of a killed process is Crashed, and the next process continues it", async () => {
  expect(await startProcess("die")).toMatchObject({ signal: "SIGKILL" });
  const runs = folderRunStore(join(folder, "runs"));
  const [crashed, ...others] = await runs.list();
  expect(crashed).toMatchObject({ flow: "steps", state: "Crashed", sessions: 1 });
  expect(others).toEqual([]);

  const { output, code } = await startProcess("live");
  expect(code).toBe(0);
  const run = JSON.parse(output);
  expect(run).toMatchObject({ runId: crashed?.runId, state: "Completed", result: 60 });
  expect(run.steps.map((step: { state: string }) => step.state)).toEqual([
    "Cached",
    "Completed",
    "Completed",
  ]);
  expect(await readFile(join(folder, "ran.txt"), "utf8")).toBe("1\n2\n2\n3\n");

  const record = await runs.read(crashed!.runId);
  expect(record).toMatchObject({ state: "Completed", sessions: 2, flow: "steps" });
  expect(record.tasks.map((t) => [t.id, t.state])).toEqual([
    ["step-0", "Cached"],
    ["step-1", "Completed"],
    ["step-2", "Completed"],
  ]);
});

const stores = () => ({
  store: folderResultStore(join(folder, "results")),
  runs: folderRunStore(join(folder, "runs")),
});

test("a failed run is continued, a completed one is not, and resume: never starts a new run", async () => {
  let broken = true;
  let calls = 0;
  const first = task({ name: "first" }, () => ++calls);
  const second = task({ name: "second" }, (n: number) => {
    if (broken) throw new Error("broken");
    return n;
  });
  const f = flow({ name: "f" }, async (_: string) => second(await first()));
  const failed = await f.run("a", stores());
  const anew = await f.run("a", { ...stores(), resume: "never" });
  const otherInput = await f.run("b", stores());
  const otherSeed = await f.run("a", { ...stores(), seed: 1 });
  expect(new Set([failed.runId, anew.runId, otherInput.runId, otherSeed.runId]).size).toBe(4);
  broken = false;
  const resumed = await f.run("a", stores());
  expect(resumed).toMatchObject({ state: "Completed", runId: anew.runId, result: 2 });
  expect(resumed.steps.map((step) => step.state)).toEqual(["Cached", "Completed"]);
  const next = await f.run("a", stores());
  expect(next.runId).not.toBe(anew.runId);
  expect(next.steps.map((step) => step.state)).toEqual(["Completed", "Completed"]);
  const states = (await stores().runs.list()).map((run) => run.state).sort();
  expect(states).toEqual(["Completed", "Completed", "Failed", "Failed", "Failed"]);
});

test("a run of a living process is RUN_ACTIVE, and a run of another flow is refused", async () => {
  const f = flow({ name: "f" }, async () => {
    const other = folderRunStore(join(folder, "runs"));
    const again = { flow: "f", version: "1", inputKey: undefined, runId: "held", resume: "never" } as const;
    await expect(other.begin(again)).rejects.toSatisfy(RunActive.is);
    expect(await other.list()).toMatchObject([{ state: "Running" }]);
  });
  expect((await f.run(undefined, { ...stores(), runId: "held" })).state).toBe("Completed");
  const g = flow({ name: "g" }, () => 1);
  await expect(g.run(undefined, { ...stores(), runId: "held" })).rejects.toSatisfy(RunMismatch.is);
  await expect(stores().runs.read("nothing")).rejects.toSatisfy(UnknownRun.is);
  await expect(stores().runs.read("../../etc")).rejects.toThrow("runId");
});

test("a journal with an incomplete line loses that line and no other", async () => {
  const say = task({ name: "say" }, (what: string, ctx) => {
    ctx.logger.info(what, { n: 1 });
    ctx.artifact({ kind: "link", key: "docs", href: "https://example.org" });
    ctx.onProgress({ stage: "saying", done: 1, unit: "words" });
  });
  const f = flow({ name: "f" }, (what: string) => say(what));
  await f.run("one", { ...stores(), runId: "r" });
  await appendFile(join(folder, "runs", "r", "events.jsonl"), '{"type":"log","time":1,"ru');
  resultOf(await f.run("two", { ...stores(), runId: "r" }));
  const record = await stores().runs.read("r");
  expect(record.logs.map((line) => line.message)).toEqual(["one", "two"]);
  expect(record.tasks).toMatchObject([{ id: "say-0", state: "Completed", progress: { done: 1 } }]);
  expect(record.artifacts).toMatchObject([{ taskRunId: "say-0", artifact: { key: "docs" } }]);
});

const circular: Record<string, unknown> = {};
circular["self"] = circular;
const throwing = {
  toJSON() {
    throw new Error("no");
  },
};

test.each<[string, unknown, unknown]>([
  ["a bigint", 1n, "1"],
  ["a bigint inside", { n: [1n] }, { n: ["1"] }],
  ["an object that holds itself", circular, expect.stringContaining("circular")],
  ["a function", () => 1, "() => 1"],
  ["an object whose toJSON throws", throwing, expect.stringContaining("no")],
])("a log line with %s is kept, and so is everything after it", async (_, value, kept) => {
  const step = task({ name: "step" }, (_n: number, ctx) => {
    ctx.logger.info("before", { value });
    ctx.logger.info("after");
  });
  const f = flow({ name: "f" }, (n: number) => step(n));
  const { runId, state } = await f.run(1, stores());
  expect(state).toBe("Completed");
  const record = await stores().runs.read(runId);
  expect(record.tasks).toMatchObject([{ state: "Completed" }]);
  expect(record.logs.map(({ message }) => message)).toEqual(["before", "after"]);
  expect(record.logs[0]?.fields).toEqual({ value: kept });
});

test("an artifact that JSON does not have is said in the log, and the run's journal goes on", async () => {
  const step = task({ name: "step" }, (_n: number, ctx) => {
    const rows = [[1n as unknown as number]];
    ctx.artifact({ kind: "table", key: "t", columns: ["n"], rows });
  });
  const f = flow({ name: "f" }, (n: number) => step(n));
  const { runId } = await f.run(1, stores());
  const record = await stores().runs.read(runId);
  expect(record.tasks).toMatchObject([{ state: "Completed" }]);
  expect(record.logs.some(({ message }) => message.includes("artifact"))).toBe(true);
});

test("what a killed process left half-written in the folder of a run is removed when the run goes on", async () => {
  let broken = true;
  const f = flow({ name: "f" }, () => {
    if (broken) throw new Error("broken");
  });
  const { runId } = await f.run(undefined, stores());
  const ended = writerMark().replace(/^\d+/, "4194301");
  const left = join(folder, "runs", runId, `.run.json.${ended}.0123abcd.tmp`);
  await writeFile(left, "{");
  broken = false;
  expect(await f.run(undefined, stores())).toMatchObject({ runId, state: "Completed" });
  expect(existsSync(left)).toBe(false);
});
