import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvalidOption } from "@imdb/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  cron,
  event,
  type FlowEvent,
  flow,
  interval,
  manual,
  type ScheduledStart,
  schedule,
} from "../index.js";
import { dueTimes } from "./due-times.js";

const at = (time: string) => new Date(time);

describe("due times", () => {
  test("cron uses its time zone, through both changes of summer time", () => {
    const daily = cron("30 2 * * *", { timeZone: "Europe/Berlin" });
    const list = (from: string, n: number) => {
      const times: string[] = [];
      let time = at(from);
      for (let i = 0; i < n; i++) {
        time = daily.next!(time)!;
        times.push(time.toISOString());
      }
      return times;
    };
    // On 2026-03-29 the clock goes from 02:00 to 03:00; on 2026-10-25 back from 03:00 to 02:00.
    expect(list("2026-03-28T00:00:00Z", 3)).toEqual([
      "2026-03-28T01:30:00.000Z",
      // 02:30 does not exist that day: it is due right after the gap, as Vixie cron has it.
      "2026-03-29T01:00:00.000Z",
      "2026-03-30T00:30:00.000Z",
    ]);
    expect(list("2026-10-24T00:00:00Z", 3)).toEqual([
      "2026-10-24T00:30:00.000Z",
      "2026-10-25T00:30:00.000Z",
      "2026-10-26T01:30:00.000Z",
    ]);
  });

  test("an interval starts at its anchor, and invalid times are refused by name", () => {
    expect(interval("15m").next!(at("2026-01-01T10:07:00Z"))).toEqual(at("2026-01-01T10:15:00Z"));
    expect(interval("15m").next!(at("2026-01-01T10:15:00Z"))).toEqual(at("2026-01-01T10:30:00Z"));
    const anchored = interval(3600, { anchor: at("2026-01-01T00:20:00Z") });
    expect(anchored.next!(at("2026-01-01T10:30:00Z"))).toEqual(at("2026-01-01T11:20:00Z"));
    for (const bad of [
      () => cron("61 * * * *"),
      () => cron("* * * * *", { timeZone: "Mars/Olympus" }),
      () => interval(0),
    ]) {
      expect(bad).toThrow(expect.toSatisfy(InvalidOption.is));
    }
  });

  test("missed due times are skipped, run once, or each run", () => {
    const hourly = cron("0 * * * *");
    const [last, now] = [at("2026-01-01T00:30:00Z"), at("2026-01-01T03:00:10Z")];
    const hours = (policy: "skip" | "runOnce" | "runAll", until = now) =>
      dueTimes(hourly, last, until, policy).map(
        (due) => `${due.scheduledFor.getUTCHours()}${due.missed ? " missed" : ""}`,
      );
    expect(hours("skip")).toEqual(["3"]);
    expect(hours("runOnce")).toEqual(["3"]);
    expect(hours("runAll")).toEqual(["1 missed", "2 missed", "3"]);
    const later = at("2026-01-01T03:30:00Z");
    expect(hours("skip", later)).toEqual([]);
    expect(hours("runOnce", later)).toEqual(["3 missed"]);
  });
});

test("after years the last 1000 due times are found by few looks", () => {
  let looks = 0;
  const minutely = interval("1m");
  const counted = {
    next(after: Date) {
      looks++;
      return minutely.next?.(after);
    },
  };
  const now = at("2026-01-01T00:00:30Z");
  const due = dueTimes(counted, at("1970-01-01T00:00:00Z"), now, "runAll");
  expect(due).toHaveLength(1000);
  expect(due.at(-1)?.scheduledFor).toEqual(at("2026-01-01T00:00:00Z"));
  expect(due[0]?.scheduledFor).toEqual(at("2025-12-31T07:21:00Z"));
  expect(dueTimes(counted, now, at("1970-01-01T00:00:00Z"), "runAll")).toEqual([]);
  expect(looks).toBeLessThan(5000);
});

describe("a schedule", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "flow-schedule-"));
    vi.useFakeTimers({ now: at("2026-01-01T00:00:00Z"), toFake: ["setTimeout", "clearTimeout", "Date"] });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await rm(folder, { recursive: true, force: true });
  });
  const settle = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

  test("runs at its due times, and a later process continues where the last one stopped", async () => {
    const ran: string[] = [];
    const events: FlowEvent[] = [];
    const note = flow({ name: "note" }, (time: string) => void ran.push(time));
    const make = () =>
      schedule(note, {
        key: "hourly",
        when: cron("0 * * * *"),
        input: ({ scheduledFor, missed }) =>
          `${scheduledFor.toISOString().slice(11, 16)}${missed ? " missed" : ""}`,
        missed: "runAll",
        folder,
        settings: { onEvent: (one) => events.push(one) },
      });
    const eventually = async (n: number) => {
      const until = performance.now() + 10_000;
      while (ran.length < n && performance.now() < until) await settle();
    };
    const first = make();
    await first.start();
    expect(first.next()).toEqual(at("2026-01-01T01:00:00Z"));
    await vi.advanceTimersByTimeAsync(3_600_000);
    await eventually(1);
    expect(ran).toEqual(["01:00"]);
    expect(events[0]).toMatchObject({ type: "flowState", state: "Scheduled" });
    await first.stop();

    vi.setSystemTime(at("2026-01-01T03:30:00Z"));
    const second = make();
    await second.start();
    await eventually(3);
    expect(ran).toEqual(["01:00", "02:00 missed", "03:00 missed"]);
    await second.stop();
  });

  test("a clock that was wrong and is set right silences it for half a minute at most", async () => {
    const ran: string[] = [];
    const seconds = schedule(
      flow({ name: "note" }, (time: string) => void ran.push(time)),
      {
        key: "seconds",
        when: interval(5),
        input: ({ scheduledFor }) => scheduledFor.toISOString(),
        missed: "skip",
        onRun: () => {},
      },
    );
    await seconds.start();
    vi.setSystemTime(at("2027-01-01T00:00:01Z"));
    await vi.advanceTimersByTimeAsync(6_000);
    await vi.waitUntil(() => ran.some((time) => time.startsWith("2027")));
    vi.setSystemTime(at("2026-01-01T00:10:01Z"));
    await vi.advanceTimersByTimeAsync(36_000);
    await vi.waitUntil(() => ran.some((time) => time.startsWith("2026-01-01T00:10")));
    await seconds.stop();
  });

  test("one run of a key at a time: others are skipped or wait, in other processes too", async () => {
    vi.useRealTimers();
    let running = 0;
    let most = 0;
    const skipped: ScheduledStart[] = [];
    const slow = flow({ name: "slow" }, async (n: number) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 30));
      running--;
      return n;
    });
    const options = {
      key: "one",
      when: manual(),
      input: () => 0,
      folder,
      onSkip: (o: ScheduledStart) => void skipped.push(o),
    };
    const here = schedule(slow, options);
    const elsewhere = schedule(slow, options);
    const [a, b, c] = await Promise.all([
      here.trigger(1),
      here.trigger(2),
      new Promise((r) => setTimeout(r, 10)).then(() => elsewhere.trigger(3)),
    ]);
    expect([a?.state, b, c]).toEqual(["Completed", undefined, undefined]);
    expect(skipped).toHaveLength(2);
    const patient = schedule(slow, { ...options, overlap: "wait" });
    const both = await Promise.all([patient.trigger(4), patient.trigger(5)]);
    expect(both.map((run) => run?.state === "Completed" && run.result)).toEqual([4, 5]);
    expect(most).toBe(1);
  });

  test("an event starts a run with its input, and stopping cancels it", async () => {
    vi.useRealTimers();
    let fire = (_: string) => {};
    let begun = "";
    const states: string[] = [];
    const retrain = flow({ name: "retrain" }, async (alert: string, ctx) => {
      begun = alert;
      if (alert === "slow")
        await new Promise((_, reject) =>
          ctx.signal.addEventListener("abort", () => reject(ctx.signal.reason)),
        );
      return alert;
    });
    const onAlert = schedule(retrain, {
      key: "retrain",
      when: event<string>((start) => {
        fire = start;
        return () => {
          fire = () => states.push("nobody listens");
        };
      }),
      input: () => "",
      onRun: (run) => states.push(run.state === "Completed" ? run.result : run.state),
    });
    await onAlert.start();
    fire("drift");
    await vi.waitUntil(() => states.length === 1);
    fire("slow");
    await vi.waitUntil(() => begun === "slow");
    await onAlert.stop();
    fire("late");
    expect(states).toEqual(["drift", "Cancelled", "nobody listens"]);
  });
});
