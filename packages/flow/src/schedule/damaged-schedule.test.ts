import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writerMark } from "@imdb/runtime/files";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { flow, interval, type ScheduledStart, schedule } from "../index.js";

let folder = "";
let ran: ScheduledStart[] = [];
let errors: unknown[] = [];
const own = (name: string) => join(folder, "k", name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flow-damaged-schedule-"));
  await mkdir(join(folder, "k"));
  [ran, errors] = [[], []];
});
afterEach(() => rm(folder, { recursive: true }));

function everySecond() {
  const f = flow({ name: "f" }, (n: number) => n);
  return schedule(f, {
    key: "k",
    when: interval("1s"),
    input: () => 1,
    folder,
    onRun: (_, start) => ran.push(start),
    onError: (error) => errors.push(error),
  });
}

const NOTE = `begun-${Date.parse("2026-01-01T00:00:00Z")}.json`;
const DAMAGE: Record<string, (path: string) => unknown> = {
  "an empty file": (path) => writeFile(path, ""),
  "a folder": (path) => mkdir(path),
  "a pipe": (path) => execFileSync("mkfifo", [path]),
};

describe.skipIf(process.platform === "win32").each(Object.entries(DAMAGE))("%s", (_, make) => {
  test("in the place of a note is named once and passed over: the schedule runs", async () => {
    await make(own(NOTE));
    const running = everySecond();
    await running.start();
    await sleep(2_500);
    await running.stop();
    const damaged = { code: "DAMAGED_SCHEDULE", message: expect.stringContaining(own(NOTE)) };
    expect(errors).toMatchObject([damaged]);
    expect(ran.length).toBeGreaterThan(0);
    expect(await readdir(join(folder, "k"))).toContain(NOTE);
  });

  test("in the place of schedule.json is named by start, which changes nothing", async () => {
    await make(own("schedule.json"));
    const damaged = { code: "DAMAGED_SCHEDULE", message: expect.stringContaining(own("schedule.json")) };
    await expect(everySecond().start()).rejects.toMatchObject(damaged);
    expect(await readdir(join(folder, "k"))).toEqual(["schedule.json"]);
  });
});

test.skipIf(process.platform === "win32")("a pipe in the place of a lease is named by start", async () => {
  execFileSync("mkfifo", [own("lease-4.json")]);
  const damaged = { code: "DAMAGED_SCHEDULE", message: expect.stringContaining(own("lease-4.json")) };
  await expect(everySecond().start()).rejects.toMatchObject(damaged);
  await expect(everySecond().trigger(1)).rejects.toMatchObject(damaged);
});

test.skipIf(process.platform === "win32")(
  "a pipe that takes the place of a lease is named once, nothing begins meanwhile, and the schedule goes on without it",
  async () => {
    const running = everySecond();
    await running.start();
    execFileSync("mkfifo", [own("lease-999.json")]);
    await vi.waitFor(() => expect(errors.length).toBe(1), 3_000);
    await sleep(6_000);
    const damaged = { code: "DAMAGED_SCHEDULE", message: expect.stringContaining(own("lease-999.json")) };
    expect(errors).toMatchObject([damaged]);
    expect((await readdir(join(folder, "k"))).filter((name) => name.startsWith("begun-"))).toEqual([]);
    await rm(own("lease-999.json"));
    const before = ran.length;
    await vi.waitFor(() => expect(ran.length).toBeGreaterThan(before), 8_000);
    await running.stop();
  },
);

test("damaged notes are one error, with their number", async () => {
  for (let i = 0; i < 200; i++) await writeFile(own(`begun-${1_000 + i}.json`), "");
  const running = everySecond();
  await running.start();
  await writeFile(own("begun-7.json"), "");
  await vi.waitFor(() => expect(errors.length).toBe(2), 5_000);
  await running.stop();
  expect(errors).toMatchObject([
    { code: "DAMAGED_SCHEDULE", message: expect.stringContaining("; and 199 other notes beside it.") },
    { code: "DAMAGED_SCHEDULE", message: expect.stringContaining(own("begun-7.json")) },
  ]);
  expect((errors[1] as Error).message).not.toContain("other notes");
});

test("a note of a due time in the far future is damage, and nothing runs for it", async () => {
  const note = "begun-999999999999999.json";
  await writeFile(own(note), JSON.stringify({ missed: false, processes: 0 }));
  const running = everySecond();
  await running.start();
  await vi.waitFor(() => expect(ran.length).toBeGreaterThan(0), 5_000);
  await running.stop();
  expect(errors).toMatchObject([
    { code: "DAMAGED_SCHEDULE", message: expect.stringMatching(/999999999\.json: its due time, \+033658-/) },
  ]);
  expect(ran.every(({ scheduledFor }) => scheduledFor.getTime() < Date.now())).toBe(true);
  expect(await readdir(join(folder, "k"))).toContain(note);
});

test.each([1e300, -1e300, 8.64e15 + 1])("a last due time of %d is damage of its file", async (lastDue) => {
  await writeFile(own("schedule.json"), JSON.stringify({ lastDue }));
  const damaged = { code: "DAMAGED_SCHEDULE", message: expect.stringContaining(own("schedule.json")) };
  await expect(everySecond().start()).rejects.toMatchObject(damaged);
});

test("a folder that fails is tried again after a pause, and no due time is lost", async () => {
  const running = everySecond();
  await running.start();
  await rm(join(folder, "k"), { recursive: true });
  await writeFile(join(folder, "k"), "in the way");
  await sleep(2_500);
  expect(errors.length).toBe(1);
  await rm(join(folder, "k"));
  await vi.waitFor(() => expect(ran.length).toBeGreaterThan(2), 8_000);
  await running.stop();
  expect(JSON.parse(await readFile(own("schedule.json"), "utf8"))).toHaveProperty("lastDue");
});

test("a note is on the disk before it has its name", async () => {
  const synced: string[][] = [];
  // The files of tests share their modules: those of the memory are loaded anew, and tell what is synced.
  vi.resetModules();
  vi.doMock("node:fs", () => ({
    ...fs,
    fsync(fd: number, done: fs.NoParamCallback) {
      synced.push(fs.readdirSync(join(folder, "k")));
      fs.fsync(fd, done);
    },
  }));
  try {
    const { scheduleMemory } = await import("./memory.js");
    const start = { scheduledFor: new Date(0), missed: false };
    expect(await scheduleMemory(folder, "k").begin(start)).toBe(true);
    expect(await scheduleMemory(folder, "k").begin(start)).toBe(false);
  } finally {
    vi.doUnmock("node:fs");
    vi.resetModules();
  }
  expect(synced[0]).toEqual([expect.stringMatching(/^\.\..*\.tmp$/)]);
  expect(await readdir(join(folder, "k"))).toEqual(["begun-0.json"]);
});

test("a folder with the name of what a killed process left is removed, and the schedule runs", async () => {
  const ended = writerMark().replace(/^\d+/, "4194301");
  const left = `.begun.${ended}.${randomUUID()}.tmp`;
  await mkdir(own(join(left, "inside")), { recursive: true });
  const running = everySecond();
  await running.start();
  await vi.waitFor(() => expect(ran.length).toBeGreaterThan(0), 5_000);
  await running.stop();
  expect(errors).toEqual([]);
  expect(await readdir(join(folder, "k"))).not.toContain(left);
});

test("what a killed process left of a note is removed, and what a running one is writing is not", async () => {
  const ended = writerMark().replace(/^\d+/, "4194301");
  const [killed, alive] = [ended, writerMark()].map((mark) => `.begun.${mark}.${randomUUID()}.tmp`);
  for (const name of [killed, alive]) await writeFile(own(name!), "{}");
  const running = everySecond();
  await running.start();
  await running.stop();
  const names = await readdir(join(folder, "k"));
  expect(names).toContain(alive);
  expect(names).not.toContain(killed);
});
