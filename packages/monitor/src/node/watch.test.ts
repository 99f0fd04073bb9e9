import { appendFile, readFile, rename, rm, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { WindowReport } from "../index.js";
import { HOUR, lines, random, record, records, START, watchedFolder } from "../testing/watched-log.js";
import { type WatchOptions, watch } from "./index.js";
import { loadState } from "./watch-state.js";

const { path, options } = watchedFolder();

async function windowsOf(
  more: Partial<WatchOptions> = {},
): Promise<{ reports: WindowReport[]; summary: Awaited<ReturnType<typeof watch>> }> {
  const reports: WindowReport[] = [];
  const summary = await watch(options({ onWindow: (r) => void reports.push(r), ...more }));
  return { reports, summary };
}

const seen = (reports: readonly WindowReport[]) => reports.map((r) => [r.start.slice(11, 16), r.count]);

describe("windows", () => {
  test("tumbling: every record is in the window of its time", async () => {
    await writeFile(options().log, lines(records(300, START, 3 * HOUR)));
    const { reports, summary } = await windowsOf();
    expect(seen(reports)).toEqual([
      ["00:00", 100],
      ["01:00", 100],
      ["02:00", 100],
    ]);
    expect(summary.counters).toEqual({ read: 300, rejected: 0, late: 0 });
    expect(reports[0]?.accuracy?.value).toBeGreaterThan(0.75);
    expect(reports[0]?.drift.dataset.drifted).toBe(false);
  });

  test("sliding: windows overlap", async () => {
    await writeFile(options().log, lines(records(300, START, 3 * HOUR)));
    const { reports } = await windowsOf({ window: { kind: "sliding", ms: 2 * HOUR, everyMs: HOUR } });
    expect(seen(reports)).toEqual([
      ["23:00", 100],
      ["00:00", 200],
      ["01:00", 200],
      ["02:00", 100],
    ]);
  });

  test("a log that is read in pieces, with restarts and rotation, has the same windows as one read at once", async () => {
    const all = records(900, START, 5 * HOUR);
    await writeFile(options().log, lines(all));
    const whole = await windowsOf();
    await rm(options().state);
    await rm(options().log);
    const pieces: WindowReport[] = [];
    const text = Buffer.from(lines(all));
    for (let at = 0, i = 0; at < text.length; i++) {
      // Cut anywhere, also within a line.
      const end = Math.min(text.length, at + 1 + random.integer(40_000));
      await appendFile(options().log, text.subarray(at, end));
      if (i % 3 === 2 && text[end - 1] === 10) await rename(options().log, `${options().log}.1`);
      at = end;
      const last = at === text.length;
      await watch(options({ until: last ? "end" : "caughtUp", onWindow: (r) => void pieces.push(r) }));
    }
    expect(pieces.map((r) => [r.start, r.count, r.profile])).toEqual(
      whole.reports.map((r) => [r.start, r.count, r.profile]),
    );
  });

  test("rotation between two runs neither loses nor repeats records", async () => {
    const log = options().log;
    const named = (name: string) => records(50, START, HOUR).map((r, i) => ({ ...r, id: `${name}${i}` }));
    const [a, b, c] = [named("a"), named("b"), named("c")];
    await writeFile(log, lines(a.slice(0, 20)));
    await watch(options({ until: "caughtUp" }));
    await appendFile(log, lines(a.slice(20)));
    await rename(log, `${log}.1`);
    await writeFile(log, lines(b));
    await rename(`${log}.1`, `${log}.2`);
    await rename(log, `${log}.1`);
    await writeFile(log, lines(c));
    const { reports } = await windowsOf();
    expect(reports.map((r) => r.count)).toEqual([150]);
  });
});

describe("invalid lines of a log are counted and stored", () => {
  test("corrupt, truncated, future and late lines", async () => {
    const good = records(100, START, HOUR);
    const bad = [
      "not json",
      "{}",
      '{"id":1}',
      "",
      "null",
      JSON.stringify({ ...good[0], probabilities: { pos: 7 } }),
    ];
    const future = record(1, Date.now() + 48 * HOUR);
    await writeFile(options().log, `${lines(good)}${bad.join("\n")}\n${lines([future])}`);
    const first = await windowsOf();
    expect(first.summary.counters).toEqual({ read: 100, rejected: 7, late: 0 });
    expect(first.reports.map((r) => r.count)).toEqual([100]);
    // A clock that jumps back: its window is done.
    await appendFile(options().log, `${lines([record(2, START + 60_000)])}{"id":"half`);
    const second = await windowsOf();
    expect(second.summary.counters).toEqual({ read: 100, rejected: 7, late: 1 });
    expect(second.reports).toEqual([]);
    const aside = (await readFile(`${options().state}.rejected.jsonl`, "utf8"))
      .trim()
      .split("\n")
      .map((l) => JSON.parse(l));
    expect(aside.map((r) => r.reason.split(":")[0])).toEqual([
      "it is not JSON",
      "id",
      "id",
      "it is not JSON",
      "(root)",
      "probabilities.pos",
      "its time is in the future",
      "it came after its windows were done",
    ]);
    expect(aside[0]).toMatchObject({ file: "log.jsonl", line: "not json" });
  });

  test("a record that is late by less than latenessMs is in the window of its time", async () => {
    const log = [
      record(1, START),
      record(2, START + HOUR + 60_000),
      record(3, START + HOUR - 1),
      record(4, START + 3 * HOUR),
    ];
    await writeFile(options().log, lines(log));
    const { reports, summary } = await windowsOf({ latenessMs: HOUR });
    expect(seen(reports)).toEqual([
      ["00:00", 2],
      ["01:00", 1],
      ["03:00", 1],
    ]);
    expect(summary.counters.late).toBe(0);
  });

  test("hashes of texts are not profiled as texts", async () => {
    await writeFile(options().log, lines(records(10, START, HOUR, { text: `sha256:${"a".repeat(64)}` })));
    const { reports } = await windowsOf();
    expect(reports[0]?.profile.quality.missing).toBe(10);
  });

  test("no log, an empty log, a damaged state and another window", async () => {
    expect((await windowsOf()).summary).toMatchObject({ windows: 0, undelivered: 0 });
    await writeFile(options().log, lines(records(10, START, HOUR)));
    await watch(options({ until: "caughtUp" }));
    await expect(watch(options({ window: { kind: "tumbling", ms: 5 } }))).rejects.toMatchObject({
      code: "UNUSABLE_STATE",
    });
    // Earlier versions called the slices so.
    const { slices, ...others } = JSON.parse(await readFile(options().state, "utf8"));
    await writeFile(options().state, JSON.stringify({ ...others, panes: slices }));
    expect(await loadState(options().state, others.settings)).toEqual({ ...others, slices });
    await writeFile(options().state, "{");
    await expect(watch(options())).rejects.toMatchObject({ code: "UNUSABLE_STATE" });
  });
});

test("follows a growing log until it is stopped, and writes gauges for Prometheus", async () => {
  const stop = new AbortController();
  const reports: WindowReport[] = [];
  const metricsFile = path("metrics.prom");
  const done = watch(
    options({
      until: "stopped",
      pollMs: 10,
      metricsFile,
      onWindow: (r) => {
        reports.push(r);
        if (reports.length === 2) stop.abort();
      },
    }),
    { signal: stop.signal },
  );
  for (let h = 0; h < 3; h++) {
    await appendFile(options().log, lines(records(40, START + h * HOUR, HOUR)));
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  expect((await done).windows).toBe(2);
  const text = await readFile(metricsFile, "utf8");
  expect(text).toMatch(/^imdb_monitor_window_records 40$/m);
  expect(text).toMatch(/^imdb_monitor_log_records_total\{outcome="read"\} \d+$/m);
  expect(text).toMatch(/^imdb_monitor_column_drift_score\{column="words",method="wasserstein"\} [\d.e-]+$/m);
  for (const line of text.trim().split("\n"))
    expect(line).toMatch(/^(# (HELP|TYPE) \S+ .+|[a-z_]+(\{([a-z_]+="[^"]*",?)+\})? -?[\d.e+-]+)$/);
});

describe("a callback of windows that never settles", () => {
  const two = () => writeFile(options().log, lines(records(300, START, 3 * HOUR)));

  test("ends the watch at its deadline, by name, and is called again for its window by the next watch", async () => {
    await two();
    let told: AbortSignal | undefined;
    const watching = watch(
      options({
        until: "stopped",
        windowTimeoutMs: 100,
        onWindow: (_, signal) => {
          told = signal;
          return new Promise(() => {});
        },
      }),
    );
    await expect(watching).rejects.toMatchObject({
      code: "WINDOW_TIMEOUT",
      message: expect.stringContaining("2024-01-01T00:00"),
    });
    expect(told?.aborted).toBe(true);
    expect(seen((await windowsOf()).reports)).toEqual([
      ["00:00", 100],
      ["01:00", 100],
      ["02:00", 100],
    ]);
  });

  test("keeps no watch that is stopped from ending, and its window stays open", async () => {
    await two();
    const stop = new AbortController();
    let calls = 0;
    const watching = watch(
      options({
        until: "stopped",
        pollMs: 5,
        onWindow: () => {
          calls++;
          stop.abort();
          return new Promise(() => {});
        },
      }),
      { signal: stop.signal },
    );
    const began = performance.now();
    expect(await watching).toMatchObject({ windows: 0 });
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(calls).toBe(1);
    expect(seen((await windowsOf()).reports)).toEqual([
      ["00:00", 100],
      ["01:00", 100],
      ["02:00", 100],
    ]);
  });
});
