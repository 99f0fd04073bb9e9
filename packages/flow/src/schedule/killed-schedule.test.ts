import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { flow, folderRunStore, interval, type ScheduledStart, schedule } from "../index.js";
import { builtScript } from "../testing/built-script.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flow-killed-schedule-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts the schedule in a process, kills it after the first line that it prints, and returns the line. */
async function firstLineOf(mode: string): Promise<unknown> {
  const script = await builtScript("killed-schedule");
  const child = spawn(process.execPath, [script, folder, mode], { stdio: ["ignore", "pipe", "inherit"] });
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
  return JSON.parse(value);
}

test("the run of a due time whose process was killed is resumed by the next process, with its input", async () => {
  const rows = (await firstLineOf("hang")) as string;
  const date = rows.slice("rows of ".length);
  const [killed] = await folderRunStore(join(folder, "runs")).list();
  expect(killed).toMatchObject({ state: "Crashed" });
  expect(await firstLineOf("live")).toMatchObject({
    runId: killed?.runId,
    scheduledFor: date,
    state: "Completed",
    result: `scores of ${rows}`,
    steps: ["Cached", "Completed"],
  });
  const open = (await readdir(join(folder, "schedules", "daily"))).filter((name) => name.startsWith("begun"));
  expect(open).not.toContain(`begun-${Date.parse(date)}.json`);
}, 20_000);

const DUE = Date.parse("2026-01-01T00:00:00Z");

function open(processes: number): Promise<void> {
  const text = JSON.stringify({ missed: true, processes });
  return writeFile(join(folder, "k", `begun-${DUE}.json`), text);
}

/** Starts a schedule for a moment, and returns what it ran and what it reported. */
async function startedOnce() {
  const ran: ScheduledStart[] = [];
  const errors: unknown[] = [];
  const once = schedule(
    flow({ name: "f" }, (n: number) => n),
    {
      key: "k",
      when: interval("1d"),
      input: () => 1,
      missed: "skip",
      folder,
      onRun: (_, start) => ran.push(start),
      onError: (error) => errors.push(error),
    },
  );
  await once.start();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await once.stop();
  return { ran, errors, left: (await readdir(join(folder, "k"))).filter((name) => name.startsWith("begun")) };
}

test("a run that kills its processes is given up after three, and reported", async () => {
  await startedOnce();
  await open(2);
  const third = await startedOnce();
  expect(third).toEqual({ ran: [{ scheduledFor: new Date(DUE), missed: true }], errors: [], left: [] });
  await open(3);
  const fourth = await startedOnce();
  expect(fourth).toMatchObject({ ran: [], errors: [{ code: "SCHEDULED_RUN_KILLED" }], left: [] });
});

test("of two processes with one schedule, one runs a due time, also when it is the faster one", async () => {
  const ran: string[] = [];
  const skipped: ScheduledStart[] = [];
  const make = (name: string) =>
    schedule(
      flow({ name: "f" }, () => void ran.push(name)),
      {
        key: "both",
        when: interval(1),
        input: () => undefined,
        folder,
        onSkip: (start) => skipped.push(start),
      },
    );
  const both = [make("a"), make("b")];
  await Promise.all(both.map((one) => one.start()));
  await new Promise((resolve) => setTimeout(resolve, 3_100));
  await Promise.all(both.map((one) => one.stop()));
  expect(ran.length).toBeGreaterThanOrEqual(2);
  expect(ran.length).toBeLessThanOrEqual(4);
  expect(skipped.length).toBeGreaterThanOrEqual(ran.length - 1);
}, 15_000);

test("days that were missed wait for the run of another process, and none is left out", async () => {
  const DAY = 86_400_000;
  await mkdir(join(folder, "k"));
  const lastDue = Math.floor(Date.now() / DAY) * DAY - 1.5 * DAY;
  await writeFile(join(folder, "k", "schedule.json"), JSON.stringify({ lastDue }));
  const ran: string[] = [];
  const skipped: ScheduledStart[] = [];
  const make = (missed: "skip" | "runAll") =>
    schedule(
      flow({ name: "f" }, async (text: string) => {
        await new Promise((resolve) => setTimeout(resolve, 400));
        ran.push(text);
      }),
      {
        key: "k",
        when: interval("1d"),
        input: ({ scheduledFor }) => scheduledFor.toISOString(),
        missed,
        folder,
        onSkip: (start) => skipped.push(start),
      },
    );
  const other = make("skip");
  const triggered = other.trigger("triggered");
  await new Promise((resolve) => setTimeout(resolve, 100));
  const late = make("runAll");
  await late.start();
  await triggered;
  await new Promise((resolve) => setTimeout(resolve, 1_800));
  await Promise.all([late.stop(), other.stop()]);
  const days = [lastDue + 0.5 * DAY, lastDue + 1.5 * DAY].map((day) => new Date(day).toISOString());
  expect(ran).toEqual(["triggered", ...days]);
  expect(skipped).toEqual([]);
  expect((await readdir(join(folder, "k"))).filter((name) => name.startsWith("begun"))).toEqual([]);
}, 15_000);
