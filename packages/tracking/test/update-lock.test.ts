import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { processIdentity } from "@imdb/runtime/leases";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTracker, type FileStore, fileStore } from "../src/index.js";

// The lock of a change: who loses it changes nothing, and nobody waits for ever or by a clock that somebody sets.

const script = fileURLToPath(new URL("./stopped-changer.mjs", import.meta.url));
let dir: string;
let folder: string;
let store: FileStore;
let child: ChildProcess | undefined;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "update-lock-"));
  folder = join(dir, "mlruns");
  store = fileStore(folder);
  await store.registry.createRegisteredModel("lr", { description: "first" });
});

afterEach(async () => {
  vi.useRealTimers();
  child?.kill("SIGKILL");
  child = undefined;
  await rm(dir, { recursive: true, force: true });
});

/** A process that gets a signal in the middle of its change, and the lines that it prints. */
function startChanger(signal: "SIGSTOP" | "SIGKILL") {
  const started = spawn(process.execPath, [script, folder, signal], { stdio: ["ignore", "pipe", "inherit"] });
  child = started;
  const lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
  return { started, line: async () => (await lines.next()).value };
}

const lockOf = (what: string) =>
  join(folder, `.lock-${createHash("sha256").update(what).digest("hex").slice(0, 16)}`);
const unseen = (expiryMs: number) =>
  JSON.stringify({ host: "elsewhere", pid: 1, place: "another boot", started: "5", token: "t", expiryMs });
const describeModel = (text: string) => store.registry.describeRegisteredModel("lr", text);
const description = async () => (await store.registry.getRegisteredModel("lr")).description;
const locks = () => readdirSync(folder).filter((name) => /lock/.test(name));

test("a process that is paused in its change holds others up for ten seconds, and changes nothing when it wakes", async () => {
  const { started, line } = startChanger("SIGSTOP");
  expect(await line()).toBe("in the middle");
  const began = performance.now();
  await describeModel("of the living process");
  expect(performance.now() - began).toBeGreaterThan(9_900);
  started.kill("SIGCONT");
  expect(await line()).toBe("LEASE_LOST");
  expect(await description()).toBe("of the living process");
  expect(locks()).toEqual([]);
  expect(readdirSync(join(folder, "models", "lr")).filter((name) => name.startsWith(".tmp"))).toEqual([]);
}, 60_000);

test("the lock of a process that was killed in its change is taken at once", async () => {
  const { started, line } = startChanger("SIGKILL");
  const exit = once(started, "exit");
  expect(await line()).toBe("in the middle");
  await exit;
  expect(locks()).toHaveLength(1);
  const began = performance.now();
  await describeModel("of the next process");
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(await description()).toBe("of the next process");
  expect(locks()).toEqual([]);
});

test.each([
  ["forward", 86_400_000],
  ["back", -86_400_000],
])("a clock that is set %s, before and while a process waits, makes no difference", async (_, step) => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + step });
  writeFileSync(`${lockOf("model lr")}-3.json`, unseen(700));
  const began = performance.now();
  const described = describeModel("waited");
  await sleep(200);
  vi.setSystemTime(Date.now() + 2 * step);
  await described;
  expect(performance.now() - began).toBeGreaterThan(690);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(await description()).toBe("waited");
});

test("a lock is waited for while its owners change, and given up with its path after the patience of an exit", async () => {
  const run = await (await createTracker({ store }).setExperiment("e")).startRun();
  writeFileSync(`${lockOf(run.runId)}-1.json`, unseen(60_000));
  expect(() => store.endRunNow(run.runId, "KILLED")).toThrow(/another process keeps it/);
  const ending = run.end();
  await sleep(50);
  await rm(`${lockOf(run.runId)}-1.json`);
  await ending;
  expect((await store.getRun(run.runId)).info.status).toBe("FINISHED");
});

test("a lock of an earlier version blocks nothing and is removed, whatever process its text names", async () => {
  const alive = `${hostname()}-${process.pid}-${Math.round(Date.now() / 1_000 - process.uptime())}`;
  for (const what of ["experiments", "model lr"]) writeFileSync(lockOf(what), alive);
  writeFileSync(join(folder, ".sync-0123abcd.lock"), alive);
  writeFileSync(`${lockOf("experiments")}.0e7a5a94-d1f2-4b13-b8b5-5a0c0ad1fe15`, alive);
  await describeModel("at once");
  store = fileStore(folder);
  expect(await description()).toBe("at once");
  expect(readdirSync(folder).filter((name) => /lock|sync/.test(name))).toEqual([]);
});

test("a run of an earlier version, or of a process that cannot be seen, is not taken for a killed one", async () => {
  const experiment = await createTracker({ store }).setExperiment("e");
  const tags = [
    `${hostname()}-999999999-1`,
    unseen(1),
    JSON.stringify(processIdentity()),
    JSON.stringify({ ...processIdentity(), started: "1" }),
  ];
  const ids: string[] = [];
  for (const tag of tags) {
    const given = { experimentId: experiment.experimentId, runName: "r", userId: "ada", startTime: 1 };
    ids.push((await store.createRun({ ...given, tags: { "imdb.process": tag } })).info.runId);
  }
  expect((await store.recover()).killedRuns).toEqual(ids.slice(3));
});
