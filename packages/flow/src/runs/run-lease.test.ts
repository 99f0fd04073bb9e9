import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { processIdentity } from "@imdb/runtime/leases";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sayNotChecked } from "../../../../tools/optional/not-checked.mjs";
import { flow, folderRunStore, manual, RunActive, schedule } from "../index.js";
import { builtScript } from "../testing/built-script.js";

const NAMESPACE = ["--pid", "--fork", "--kill-child"];
const canUnshare = spawnSync("unshare", [...NAMESPACE, "true"]).status === 0;
if (!canUnshare) {
  const remedy = "Run the tests as root on Linux, with util-linux.";
  sayNotChecked("flows in containers that are killed", { title: "unshare --pid", remedy });
}

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flow-lease-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A process with the id 1, as in a container. */
async function startContained(mode: string) {
  const args = [...NAMESPACE, process.execPath, await builtScript("killed-flow"), folder, mode];
  return spawn("unshare", args, { stdio: ["ignore", "pipe", "inherit"] });
}

test.runIf(canUnshare)(
  "in a container, a killed run is continued at once by the next process 1",
  async () => {
    const first = await startContained("hang");
    await once(first.stdout, "data");
    const exit = once(first, "exit");
    first.kill("SIGKILL");
    await exit;
    const next = await startContained("live");
    const run = JSON.parse(await text(next.stdout));
    expect(run).toMatchObject({ state: "Completed", result: 60 });
    expect(run.steps.map((step: { state: string }) => step.state)).toEqual([
      "Cached",
      "Completed",
      "Completed",
    ]);
    const [only, ...others] = await folderRunStore(join(folder, "runs")).list();
    expect(only).toMatchObject({ runId: run.runId, sessions: 2 });
    expect(others).toEqual([]);
  },
);

const runs = () => folderRunStore(join(folder, "runs"));
const begin = { flow: "f", version: "1", inputKey: undefined, runId: "r", resume: "never" } as const;

test("a run that cannot begin is not held by the process that tried", async () => {
  const inTheWay = join(folder, "runs", "r", "events.jsonl");
  await mkdir(inTheWay, { recursive: true });
  await expect(runs().begin(begin)).rejects.toMatchObject({ code: "FILE_FAILURE" });
  await rm(inTheWay, { recursive: true });
  const session = await runs().begin(begin);
  await session.end("Completed");
});

test("who reads a lease while it is written does not take the run as well", async () => {
  await mkdir(join(folder, "runs", "r"), { recursive: true });
  const lease = join(folder, "runs", "r", "lease-1.json");
  await writeFile(lease, "");
  const beginning = runs().begin(begin);
  await sleep(200);
  await writeFile(lease, JSON.stringify({ ...processIdentity(), token: "t" }));
  await expect(beginning).rejects.toSatisfy(RunActive.is);
});

test("a run that its process ends while another one waits for it stays complete", async () => {
  const path = join(folder, "runs", "r");
  await mkdir(path, { recursive: true });
  const about = { format: 1, runId: "r", flow: "f", version: "1", inputKey: "k", startedAt: 1 };
  const write = (state: string) => writeFile(join(path, "run.json"), JSON.stringify({ ...about, state }));
  const elsewhere = { host: "elsewhere", pid: 7, place: "elsewhere", token: "t", expiryMs: 5_000 };
  await write("Running");
  await writeFile(join(path, "lease-1.json"), JSON.stringify(elsewhere));
  const beginning = runs().begin({ ...begin, inputKey: "k", runId: undefined, resume: "unfinished" });
  await sleep(200);
  await write("Completed");
  await writeFile(join(path, "lease-1.json"), JSON.stringify({ ...elsewhere, released: true }));
  const session = await beginning;
  expect(session.runId).not.toBe("r");
  await session.end("Completed");
  const states = (await runs().list()).map(({ runId, state }) => [runId === "r", state]);
  expect(states).toEqual([
    [false, "Completed"],
    [true, "Completed"],
  ]);
}, 15_000);

test("a run that waits for a process that cannot be seen ends with its signal", async () => {
  const path = join(folder, "runs", "r");
  await mkdir(path, { recursive: true });
  const elsewhere = { host: "elsewhere", pid: 7, place: "elsewhere", token: "t", expiryMs: 3_600_000 };
  await writeFile(join(path, "lease-1.json"), JSON.stringify(elsewhere));
  const began = performance.now();
  let calls = 0;
  const f = flow({ name: "f" }, () => ++calls);
  const run = await f.run(undefined, { runs: runs(), runId: "r", signal: AbortSignal.timeout(200) });
  expect(run).toMatchObject({ state: "Cancelled", runId: "r" });
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(calls).toBe(0);
});

test("a schedule that is stopped while it waits for a process that cannot be seen stops", async () => {
  await mkdir(join(folder, "k"), { recursive: true });
  const elsewhere = { host: "elsewhere", pid: 7, place: "elsewhere", token: "t", expiryMs: 3_600_000 };
  await writeFile(join(folder, "k", "lease-1.json"), JSON.stringify(elsewhere));
  const errors: unknown[] = [];
  const f = flow({ name: "f" }, () => 1);
  const onError = (error: unknown) => errors.push(error);
  const manually = schedule(f, { key: "k", when: manual(), input: () => undefined, folder, onError });
  await manually.start();
  const began = performance.now();
  const triggered = manually.trigger(undefined);
  await sleep(100);
  await manually.stop();
  expect(await triggered).toBeUndefined();
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(errors).toEqual([]);
});

/** What another machine writes that has taken a lease for expired. */
const takenElsewhere = JSON.stringify({ host: "elsewhere", pid: 7, place: "elsewhere", token: "t" });

test("a run that was replaced while its process was paused is told, and changes nothing", async () => {
  const path = join(folder, "runs", "r");
  const files = () =>
    Promise.all(["run.json", "events.jsonl"].map((name) => readFile(join(path, name), "utf8")));
  let told: unknown;
  let before: string[] = [];
  const f = flow({ name: "f" }, async (_: string, ctx) => {
    await sleep(200);
    await writeFile(join(path, "lease-2.json"), takenElsewhere);
    before = await files();
    ctx.logger.info("it woke up");
    await new Promise((resolve) => ctx.signal.addEventListener("abort", resolve));
    told = ctx.signal.reason;
    return 1;
  });
  const run = await f.run("x", { runs: runs(), runId: "r" });
  expect(told).toMatchObject({ code: "LEASE_LOST" });
  expect(run.state).toBe("Completed");
  expect(await files()).toEqual(before);
  expect(JSON.parse(before[0] ?? "")).toMatchObject({ state: "Running" });
}, 15_000);

test("a schedule's key is held by the identity of a process, not by its id alone", async () => {
  const n = flow({ name: "n" }, (k: number) => k);
  const key = join(folder, "key");
  const make = () => schedule(n, { key: "key", when: manual(), input: () => 0, folder });
  await mkdir(key);
  // Its predecessor in the same container had the same id, and was killed.
  const { started: _, ...same } = processIdentity();
  await writeFile(join(key, "lease-1.json"), JSON.stringify({ ...same, host: hostname(), started: "1" }));
  expect(await make().trigger(1)).toMatchObject({ state: "Completed", result: 1 });
  await writeFile(join(key, "lease-9.json"), JSON.stringify({ ...processIdentity(), token: "t" }));
  expect(await make().trigger(1)).toBeUndefined();
});
