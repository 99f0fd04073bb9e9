import fs, { existsSync, readdirSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { ImdbError } from "@imdb/core";
import { writerMark } from "@imdb/runtime/files";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fileStore } from "../index.js";
import { scratchExperiment } from "../testing/scratch-experiment.js";
import { thrown } from "../testing/thrown.js";

// R40, R42. A store whose file system takes no writes, as the calls of the operating system show it: a folder without
// rights, a read-only mount, a full disk, a used-up quota.

const disk = { fault: undefined as string | undefined, changes: [] as string[] };
const real = { ...fs };

function refuse(call: string, path: unknown, code = disk.fault): void {
  if (disk.fault === undefined) return;
  disk.changes.push(call);
  throw Object.assign(new Error(`${code}: ${call} '${String(path)}'`), { code, syscall: call });
}

const isFull = () => disk.fault === "ENOSPC" || disk.fault === "EDQUOT";

/** The calls that write, which fail as the disk of a test does. A full disk takes names, and lets them go. */
const FAULTY = {
  mkdirSync: guarded("mkdirSync", () => false),
  renameSync: guarded("renameSync", isFull),
  // What is not there need not be removed.
  rmSync: guarded("rmSync", (path) => isFull() || !real.existsSync(String(path))),
  linkSync: guarded("linkSync", () => false),
  openSync: guarded("openSync", (_path, flags) => isFull() || !writes(flags)),
  writeFileSync: guarded("writeFileSync", () => false),
  writeSync: guarded("writeSync", () => false),
};

function guarded(call: keyof typeof fs, isFine: (path: unknown, flags: unknown) => boolean) {
  return (...args: unknown[]): unknown => {
    // Where a folder is missing, the recursive mkdir of Node says ENOENT of a read-only file system.
    const isHidden = disk.fault === "EROFS" && call === "mkdirSync" && Object(args[1]).recursive === true;
    if (isHidden && !real.existsSync(String(args[0]))) refuse(call, args[0], "ENOENT");
    if (!isFine(args[0], args[1])) refuse(call, args[0]);
    return Reflect.apply(real[call] as (...args: unknown[]) => unknown, fs, args);
  };
}

function writes(flags: unknown): boolean {
  return typeof flags === "number" ? (flags & fs.constants.O_WRONLY) !== 0 : flags !== "r";
}

beforeAll(() => {
  Object.assign(fs, FAULTY);
  syncBuiltinESMExports();
});

afterAll(() => {
  for (const call of Object.keys(FAULTY) as (keyof typeof FAULTY)[])
    Object.assign(fs, { [call]: real[call] });
  syncBuiltinESMExports();
});

const scratch = scratchExperiment();
let root: string;
let runId: string;

beforeEach(async () => {
  root = join(scratch.dir, "mlruns");
  const run = await scratch.experiment.startRun();
  runId = run.runId;
  await run.logMetric("m", 1);
  await run.logParam("p", 1);
  await run.logText("x", "a.txt");
  await run.logInput({ name: "imdb", digest: "1", source: "x", context: "train" });
  const { registry } = scratch.tracker.store;
  await registry.createRegisteredModel("lr");
  await registry.createModelVersion({ name: "lr", source: "x" });
  await registry.setAlias("lr", "champion", "1");
});

afterEach(() => {
  disk.fault = undefined;
  disk.changes = [];
});

const FAULTS = ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT"];

async function readEverything(): Promise<void> {
  const store = fileStore(root);
  const { experimentId } = scratch.experiment;
  const { items } = await store.searchRuns({ experimentIds: [experimentId] });
  expect(items).toMatchObject([{ metrics: { m: 1 }, params: { p: "1" }, inputs: [{ name: "imdb" }] }]);
  expect((await store.getRun(runId)).metrics).toEqual({ m: 1 });
  expect(await store.getMetricHistory(runId, "m")).toHaveLength(1);
  expect((await store.listExperiments()).map(({ name }) => name)).toContain("sentiment");
  expect(await store.artifacts.list({ runId })).toHaveLength(1);
  expect(Buffer.from(await store.artifacts.read({ runId }, "a.txt")).toString()).toBe("x");
  expect((await store.registry.getVersionByAlias("lr", "champion")).version).toBe("1");
  expect(await store.registry.listRegisteredModels()).toHaveLength(1);
}

describe.each(FAULTS)("reading needs no writing: %s", (fault) => {
  test("a store is opened, searched and read", async () => {
    disk.fault = fault;
    await readEverything();
    // It tried the index at least: the test would be idle otherwise.
    expect(disk.changes.length).toBeGreaterThan(0);
  });

  test("also without its trash, and without a folder of artifacts", async () => {
    await rm(join(root, ".trash"), { recursive: true });
    disk.fault = fault;
    await readEverything();
    disk.fault = undefined;
    await rm(join(root, scratch.experiment.experimentId, runId, "artifacts"), { recursive: true });
    disk.fault = fault;
    expect(await fileStore(root).artifacts.list({ runId })).toEqual([]);
  });

  test("also with what a killed process left in its trash", async () => {
    const ended = writerMark().replace(/^\d+/, "4194301");
    await mkdir(join(root, ".trash", `tmp-${ended}.01234567`));
    disk.fault = fault;
    await readEverything();
  });

  test("also an empty folder", async () => {
    const empty = join(scratch.dir, "empty");
    await mkdir(empty);
    disk.fault = fault;
    expect(await fileStore(empty).listExperiments()).toEqual([]);
  });

  test("what writes fails with a typed error, and leaves nothing behind", async () => {
    const store = fileStore(root);
    disk.fault = fault;
    const calls = [
      () => store.logBatch(runId, { metrics: [{ key: "n", value: 1, timestamp: 1, step: 1 }] }),
      () => store.logBatch(runId, { params: { q: "1" } }),
      () => store.logBatch(runId, { tags: { q: "1" } }),
      () => store.updateRun(runId, { status: "FINISHED", endTime: 1 }),
      () => store.createExperiment("new"),
      () => store.registry.createRegisteredModel("new"),
      () => store.registry.describeRegisteredModel("lr", "x"),
      () => store.registry.setAlias("lr", "other", "1"),
    ];
    for (const call of calls) expect(ImdbError.isInstance(await thrown(call()))).toBe(true);
    disk.fault = undefined;
    const names = readdirSync(root, { recursive: true }).map(String);
    expect(names.filter((name) => /tmp-|\.lock/.test(name))).toEqual([]);
    await readEverything();
    await store.updateRun(runId, { status: "FINISHED", endTime: 1 });
    expect((await store.getRun(runId)).info.status).toBe("FINISHED");
    expect(existsSync(join(root, "models", "new"))).toBe(false);
  });
});

test("R42: an artifact that is half-written lies where nobody looks for artifacts", async () => {
  const store = fileStore(root);
  const folder = join(root, scratch.experiment.experimentId, runId, "artifacts");
  const seen = new Set<string>();
  let isDone = false;
  const put = store.artifacts.putBytes({ runId }, "big.bin", Buffer.alloc(64 << 20)).finally(() => {
    isDone = true;
  });
  while (!isDone) {
    for (const name of readdirSync(folder)) seen.add(name);
    await new Promise((next) => setImmediate(next));
  }
  await put;
  expect([...seen].sort()).toEqual(["a.txt", "big.bin"]);
  // A user's own artifact of such a name is one like any other.
  await store.artifacts.putBytes({ runId }, ".tmp-mine", Buffer.from("x"));
  expect((await store.artifacts.list({ runId })).map(({ path }) => path)).toContain(".tmp-mine");
});
