import { mkdir, mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { flow, folderResultStore, folderRunStore, interval, schedule, task } from "./index.js";

const before = process.cwd();
let first = "";
let second = "";
beforeEach(async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "flow-working-folder-")));
  [first, second] = [join(folder, "first"), join(folder, "second")];
  for (const one of [first, second]) await mkdir(one);
  process.chdir(first);
});
afterEach(async () => {
  process.chdir(before);
  await rm(join(first, ".."), { recursive: true });
});

const move = task({ name: "move" }, (n: number) => {
  process.chdir(second);
  return n + 1;
});

/** Each gets a relative path, and a task moves the process to another folder. Returns what is kept then. */
const WORK: Record<string, () => Promise<unknown>> = {
  async "a run store"() {
    const runs = folderRunStore("runs");
    const { state, runId } = await flow({ name: "f" }, (n: number) => move(n)).run(1, { runs });
    const stored = JSON.parse(await readFile(join(first, "runs", runId, "run.json"), "utf8"));
    expect((await readFile(join(first, "runs", runId, "lease-1.json"), "utf8")).includes("released")).toBe(
      true,
    );
    expect(runs.pagePath(runId)).toBe(join(first, "runs", runId, "run.html"));
    return [state, stored.state, (await runs.list()).map((run) => run.state)];
  },
  async "a result store"() {
    const store = folderResultStore("results");
    await flow({ name: "f" }, (n: number) => move(n)).run(1, { store });
    const again = folderResultStore(join(first, "results"));
    const keys: string[] = [];
    for await (const key of again.keys()) keys.push(key);
    return [keys.length, await store.has(keys[0]!)];
  },
  async "a schedule"() {
    const states: string[] = [];
    const errors: unknown[] = [];
    const nightly = schedule(
      flow({ name: "f" }, (n: number) => move(n)),
      {
        key: "k",
        when: interval("1s"),
        input: () => 1,
        folder: "schedules",
        onRun: (run) => states.push(run.state),
        onError: (error) => errors.push(error),
      },
    );
    await nightly.start();
    for (let i = 0; i < 100 && states.length < 2; i++) await sleep(50);
    await nightly.stop();
    const names = await readdir(join(first, "schedules", "k"));
    return [errors, states.length >= 2, names.includes("schedule.json")];
  },
};

const KEPT: Record<keyof typeof WORK, unknown> = {
  "a run store": ["Completed", "Completed", ["Completed"]],
  "a result store": [1, true],
  "a schedule": [[], true, true],
};

test.each(Object.entries(WORK))("%s keeps what it keeps where its path was given", async (name, work) => {
  expect(await work()).toEqual(KEPT[name]);
  expect(await readdir(second)).toEqual([]);
});
