import crypto from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { appendFile, mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImdbError } from "@imdb/core";
import { writerMark } from "@imdb/runtime/files";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTracker, fileStore, syncRuns } from "../index.js";
import { thrown } from "../testing/thrown.js";

// A folder that somebody else made. It has one run; `secrets` lies beside it, and nothing in it may be read or changed.

let dir: string;
let root: string;
let experimentId: string;
let runId: string;
const runDir = (...names: string[]) => join(root, experimentId, runId, ...names);
const secret = (...names: string[]) => join(dir, "secrets", ...names);
const SECRET = "1 5 0\n";

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "hostile-"));
  root = join(dir, "mlruns");
  const experiment = await createTracker({ store: fileStore(root) }).setExperiment("e");
  experimentId = experiment.experimentId;
  runId = await experiment.startRun({ runName: "r" }, async (run) => {
    await run.logParam("p", "1");
    await run.setTag("sub/t", "1");
    await run.logMetric("m", 1);
    await run.logText("x", "a.txt");
    return run.runId;
  });
  await mkdir(secret());
  for (const name of ["key", "meta.yaml", "m"]) await writeFile(secret(name), SECRET);
});

afterEach(() => rm(dir, { recursive: true, force: true }));

/** The content of everything in `secrets`. */
function secrets(): Record<string, string> {
  return Object.fromEntries(readdirSync(secret()).map((name) => [name, readFileSync(secret(name), "utf8")]));
}
const UNTOUCHED = { key: SECRET, "meta.yaml": SECRET, m: SECRET };

/** Replaces a file or folder of the run by a link. */
async function linkTo(target: string, ...names: string[]): Promise<void> {
  await rm(runDir(...names), { recursive: true, force: true });
  await symlink(target, runDir(...names));
}

/** What a call returns as JSON, or the code of its error. An error of another kind is thrown again. */
async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    const value = await call;
    return JSON.stringify(value instanceof Uint8Array ? Buffer.from(value).toString() : (value ?? null));
  } catch (error) {
    if (!ImdbError.isInstance(error)) throw error;
    return error.code;
  }
}

describe("R34: keys are checked when they are read", () => {
  test.each([
    "../../../../../secrets/key",
    "/etc/key",
    "a/../../key",
    "a//b",
    "..",
    ".",
    "",
    "a\\b",
    "nul\0",
    "x".repeat(251),
  ])("recover writes no metric of the key %j", async (key) => {
    await appendFile(runDir(".journal", "hostile.log"), `1 6 0 ${key}\n2 7 1 fine\n`);
    const store = fileStore(root);
    expect(await outcome(store.recover())).toMatch(/"mergedRecords":1\b/);
    expect(secrets()).toEqual(UNTOUCHED);
    expect(readdirSync(runDir("metrics")).sort()).toEqual(["fine", "m"]);
    expect((await store.getRun(runId)).metrics).toEqual({ fine: 7, m: 1 });
  });

  test.each([
    ["a run", () => runDir("meta.yaml"), "run_id"],
    ["the experiment of a run", () => runDir("meta.yaml"), "experiment_id"],
    ["an experiment", () => join(root, experimentId, "meta.yaml"), "experiment_id"],
  ])("the id in the meta.yaml of %s must be the name of its folder", async (_, path, field) => {
    const meta = readFileSync(path(), "utf8");
    await writeFile(path(), meta.replace(new RegExp(`^${field}: .*$`, "m"), `${field}: "../../secrets"`));
    const store = fileStore(root);
    const read = field === "experiment_id" && path() !== runDir("meta.yaml");
    expect(await outcome(read ? store.getExperiment(experimentId) : store.getRun(runId))).toBe(
      "DAMAGED_TRACKING_STORE",
    );
  });

  test("the folder name of a run must be an id", async () => {
    const meta = readFileSync(runDir("meta.yaml"), "utf8").replaceAll(runId, "a b");
    await rename(runDir(), join(root, experimentId, "a b"));
    await writeFile(join(root, experimentId, "a b", "meta.yaml"), meta);
    const page = await fileStore(root).searchRuns({ experimentIds: [experimentId] });
    expect(page.items).toEqual([]);
    expect(page.damaged).toMatchObject([{ path: join(root, experimentId, "a b", "meta.yaml") }]);
  });
});

describe("R35: no link is followed, neither to read nor to write", () => {
  test.each([
    "artifacts",
    "artifacts/sub",
    "tags",
    "tags/sub",
    "params",
    "params/sub",
    "metrics",
    "metrics/sub",
  ])("%s -> a folder elsewhere", async (link) => {
    await linkTo(secret(), ...link.split("/"));
    const store = fileStore(root);
    const key = link.includes("/") ? "sub/key" : "key";
    const owner = { runId };
    const calls = [
      () => store.getRun(runId),
      () => store.getMetricHistory(runId, link === "metrics" ? "m" : "sub/m"),
      () => store.searchRuns({ experimentIds: [experimentId] }),
      () => store.artifacts.list(owner),
      () => store.artifacts.list(owner, "sub"),
      () => store.artifacts.read(owner, key),
      () => store.artifacts.putBytes(owner, `${key}2`, Buffer.from("x")),
      () => store.logBatch(runId, { params: { [`${key}3`]: "x" } }),
      () => store.logBatch(runId, { tags: { [key]: "x" } }),
      () => store.deleteTag(runId, key),
      () => store.logBatch(runId, { metrics: [{ key: "sub/m", value: 9, timestamp: 9, step: 9 }] }),
      () => store.recover(),
      () => store.deleteRun(runId),
      () => store.restoreRun(runId),
      () => syncRuns(store, fileStore(join(dir, "copy"))),
    ];
    for (const call of calls) expect(await outcome(call())).not.toContain("1 5 0");
    expect(secrets()).toEqual(UNTOUCHED);
    expect(filesWith("1 5 0", join(dir, "copy"))).toEqual([]);
  });

  test.each(["key", "meta.yaml"])("a file that is a link to %s", async (target) => {
    await symlink(secret(target), runDir("tags", "leak"));
    await symlink(secret(target), runDir("params", "leak"));
    await symlink(secret(target), runDir("artifacts", "leak"));
    await symlink(secret(target), runDir(".journal", "leak.log"));
    await linkTo(secret(target), ".journal", "changes");
    await rm(join(root, experimentId, ".run-index.ascii"));
    await symlink(secret(target), join(root, experimentId, ".run-index.ascii"));
    const store = fileStore(root);
    const owner = { runId };
    for (const call of [
      () => store.getRun(runId),
      () => store.artifacts.list(owner),
      () => store.artifacts.read(owner, "leak"),
      () => store.logBatch(runId, { tags: { other: "x" } }),
      () => store.logBatch(runId, { params: { leak: "x" } }),
      () => store.logBatch(runId, { params: { leak: SECRET } }),
      () => store.searchRuns({ experimentIds: [experimentId] }),
      () => store.recover(),
    ])
      expect(await outcome(call())).not.toContain("1 5 0");
    expect(secrets()).toEqual(UNTOUCHED);
  });

  test.each(["run", "experiment"])("the folder of the %s is a link", async (what) => {
    const path = what === "run" ? runDir() : join(root, experimentId);
    await rename(path, join(dir, "moved"));
    await symlink(join(dir, "moved"), path);
    const store = fileStore(root);
    expect(await outcome(store.getRun(runId))).toBe("RUN_NOT_FOUND");
    expect(await outcome(store.logBatch(runId, { tags: { a: "b" } }))).toBe("RUN_NOT_FOUND");
    expect(JSON.stringify(await outcome(store.listExperiments()))).not.toContain(
      what === "experiment" ? experimentId : "none",
    );
    await store.recover();
  });

  test.each(["aliases", "tags", "version-1", ""])("in the registry: %j is a link", async (name) => {
    const { registry } = fileStore(root);
    await registry.createRegisteredModel("lr");
    await registry.createModelVersion({ name: "lr", source: "x" });
    const path = join(root, "models", "lr", ...(name === "" ? [] : [name]));
    await rm(path, { recursive: true, force: true });
    await symlink(secret(), path);
    for (const call of [
      () => registry.getRegisteredModel("lr"),
      () => registry.setAlias("lr", "key", "1"),
      () => registry.deleteAlias("lr", "key"),
      () => registry.getVersionByAlias("lr", "key"),
      () => registry.setRegisteredModelTag("lr", "key", "x"),
      () => registry.deleteRegisteredModelTag("lr", "key"),
      () => registry.setModelVersionTag("lr", "1", "key", "x"),
      () => registry.deleteModelVersion("lr", "1"),
      () => registry.listRegisteredModels(),
    ])
      expect(await outcome(call())).not.toContain("1 5 0");
    expect(secrets()).toEqual(UNTOUCHED);
  });

  test("a store whose trash is a link is not opened", async () => {
    await rm(join(root, ".trash"), { recursive: true });
    await symlink(secret(), join(root, ".trash"));
    expect(await thrown(Promise.resolve().then(() => fileStore(root)))).toMatchObject({
      code: "DAMAGED_TRACKING_STORE",
    });
  });

  test("the folder of the store itself may be a link", async () => {
    await symlink(root, join(dir, "current"));
    expect((await fileStore(join(dir, "current")).getRun(runId)).metrics).toEqual({ m: 1 });
  });
});

/** The files below a folder that hold a text. */
function filesWith(text: string, folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path, "utf8").includes(text));
}

test("an artifact is not copied through a link that has the name of its temporary file", async () => {
  const { randomUUID } = crypto;
  const known = "00000000-0000-4000-8000-000000000000";
  crypto.randomUUID = () => known;
  syncBuiltinESMExports();
  try {
    await symlink(secret("key"), runDir(`.tmp-${writerMark()}.${known}`));
    await writeFile(join(dir, "mine.txt"), "mine");
    const putting = fileStore(root).artifacts.putFile({ runId }, "mine.txt", join(dir, "mine.txt"));
    await expect(putting).rejects.toMatchObject({ code: "FILE_FAILURE" });
  } finally {
    crypto.randomUUID = randomUUID;
    syncBuiltinESMExports();
  }
  expect(secrets()).toEqual(UNTOUCHED);
});
