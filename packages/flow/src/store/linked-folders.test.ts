import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { flow, folderResultStore, folderRunStore, manual, resultOf, schedule, task } from "../index.js";

let folder: string;
const path = (name: string) => join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "linked-folders-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Everything below a folder, with its content. */
async function contentOf(at: string): Promise<Record<string, string>> {
  const entries = await readdir(at, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await readFile(file, "utf8")])),
  );
}

/** Moves a folder out of a store, with a link in its place. */
async function moveOut(at: string): Promise<string> {
  const outside = path("outside");
  await rename(at, outside);
  await symlink(outside, at);
  return outside;
}

let broken = true;
const failing = flow({ name: "f" }, (n: number) => {
  if (broken) throw new Error("broken");
  return n;
});

/** A store of runs with one that failed, whose folder is a link. */
async function linkedRun() {
  broken = true;
  const runs = folderRunStore(path("runs"));
  const { runId } = await failing.run(1, { runs });
  const outside = await moveOut(path(`runs/${runId}`));
  broken = false;
  return { runs, runId, outside };
}

test("the folder of a run that is a link is not written to, also when the run is named", async () => {
  const { runs, runId, outside } = await linkedRun();
  const before = await contentOf(outside);
  const named = failing.run(1, { runs, runId });
  await expect(named).rejects.toMatchObject({
    code: "DAMAGED_RUN",
    message: expect.stringContaining(path(`runs/${runId}`)),
  });
  const other = await failing.run(1, { runs });
  expect(other).toMatchObject({ state: "Completed" });
  expect(other.runId).not.toBe(runId);
  expect(await contentOf(outside)).toEqual(before);
});

test("the folder of a run that is a link is not read, and named in the list", async () => {
  const { runs, runId } = await linkedRun();
  const list = await runs.list();
  expect(list).toHaveLength(0);
  expect(list.damaged).toMatchObject([
    { path: path(`runs/${runId}`), problem: expect.stringMatching(/symbolic link/) },
  ]);
  await expect(runs.read(runId)).rejects.toMatchObject({ code: "DAMAGED_RUN" });
});

test("the folder of a schedule that is a link is neither read nor written to", async () => {
  await mkdir(path("outside"));
  await mkdir(path("schedules"));
  await symlink(path("outside"), path("schedules/nightly"));
  const nightly = schedule(failing, {
    key: "nightly",
    when: manual(),
    input: () => 1,
    folder: path("schedules"),
  });
  await expect(nightly.start()).rejects.toMatchObject({
    code: "DAMAGED_SCHEDULE",
    message: expect.stringContaining(path("schedules/nightly")),
  });
  await expect(nightly.trigger(1)).rejects.toMatchObject({ code: "DAMAGED_SCHEDULE" });
  expect(await readdir(path("outside"))).toEqual([]);
});

test("a folder of results that is a link is damage: it is set aside, and the result is computed again", async () => {
  const store = folderResultStore(path("results"));
  let calls = 0;
  const f = flow({ name: "f" }, async () => count(1));
  const count = task({ name: "count", cache: "inputs" }, (_: number) => ++calls);
  expect(resultOf(await f.run(undefined, { store }))).toBe(1);
  const [part = ""] = await readdir(path("results"));
  const outside = await moveOut(path(`results/${part}`));
  const before = await contentOf(outside);
  const found: string[] = [];
  for await (const key of store.keys()) found.push(key);
  expect(found).toEqual([]);

  expect(resultOf(await f.run(undefined, { store }))).toBe(2);
  expect(resultOf(await f.run(undefined, { store }))).toBe(2);
  expect(await contentOf(outside)).toEqual(before);
  expect((await readdir(path("results"))).sort()).toEqual([
    part,
    expect.stringMatching(/^..\.[0-9a-f]{8}\.damaged$/),
  ]);
});

test("a result is not written through a link", async () => {
  await mkdir(path("outside"));
  await mkdir(path("results"));
  await symlink(path("outside"), path("results/ab"));
  const setting = folderResultStore(path("results")).set("ab".repeat(32), new Uint8Array(3));
  await expect(setting).rejects.toMatchObject({ code: "FILE_FAILURE" });
  expect(await readdir(path("outside"))).toEqual([]);
});

test("the folder of a store itself may be a link", async () => {
  await mkdir(path("disk"));
  for (const name of ["runs", "results", "schedules"]) {
    await mkdir(path(`disk/${name}`));
    await symlink(path(`disk/${name}`), path(name));
  }
  broken = false;
  const settings = { runs: folderRunStore(path("runs")), store: folderResultStore(path("results")) };
  const nightly = schedule(failing, {
    key: "nightly",
    when: manual(),
    input: () => 1,
    folder: path("schedules"),
    settings,
  });
  await nightly.start();
  expect(await nightly.trigger(1)).toMatchObject({ state: "Completed" });
  await nightly.stop();
  expect(await settings.runs.list()).toHaveLength(1);
});
