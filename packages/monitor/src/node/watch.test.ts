import { createHmac } from "node:crypto";
import { appendFile, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PredictionRecord, seededRandom } from "@imdb/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Alert, type AlertRule, createProfile, type WindowReport } from "../index.js";
import { callbackChannel, logChannel, type WatchOptions, watch, webhookChannel } from "./index.js";

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);
const random = seededRandom(3);
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "monitor-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function record(i: number, time: number, more: Partial<PredictionRecord> = {}): PredictionRecord {
  const p = random.next();
  const label = p > 0.5 ? "pos" : "neg";
  return {
    id: `r${i}`,
    time: new Date(time).toISOString(),
    modelVersion: "v1",
    text: `a film about number ${i % 50} and ${"more ".repeat(i % 7)}`,
    label,
    probabilities: { neg: 1 - p, pos: p },
    latencyMs: 1,
    actual: random.next() < 0.9 ? label : label === "pos" ? "neg" : "pos",
    ...more,
  };
}

const records = (n: number, from: number, ms: number, more: Partial<PredictionRecord> = {}) =>
  Array.from({ length: n }, (_, i) => record(i, from + Math.floor((i * ms) / n), more));

const lines = (list: readonly unknown[]) => list.map((r) => `${JSON.stringify(r)}\n`).join("");

const training = records(2000, START, HOUR);
const reference = createProfile(
  training.map((r) => r.text),
  { predictions: training },
);

function options(more: Partial<WatchOptions> = {}): WatchOptions {
  return {
    log: join(folder, "log.jsonl"),
    state: join(folder, "state.json"),
    reference,
    window: { kind: "tumbling", ms: HOUR },
    latenessMs: 0,
    until: "end",
    ...more,
  };
}

async function windowsOf(
  more: Partial<WatchOptions> = {},
): Promise<{ reports: WindowReport[]; summary: Awaited<ReturnType<typeof watch>> }> {
  const reports: WindowReport[] = [];
  const summary = await watch(options({ onWindow: (r) => void reports.push(r), ...more }));
  return { reports, summary };
}

const seen = (reports: readonly WindowReport[]) => reports.map((r) => [r.start.slice(11, 16), r.count]);

describe("windows", () => {
  test("tumbling: every record is in the window of its own time", async () => {
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

  test("a log read piece by piece, with restarts and rotation, gives the windows of one reading", async () => {
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

  test("rotation between two looks loses and doubles nothing", async () => {
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

describe("what is wrong with a log is counted and kept aside", () => {
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

  test("a clock that jumps back within the lateness belongs to its own window", async () => {
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

  test("texts that were hashed by the log are not taken for texts", async () => {
    await writeFile(options().log, lines(records(10, START, HOUR, { text: `sha256:${"a".repeat(64)}` })));
    const { reports } = await windowsOf();
    expect(reports[0]?.profile.quality.missing).toBe(10);
  });

  test("no log, an empty log, a damaged state and another window are stated", async () => {
    expect((await windowsOf()).summary).toMatchObject({ windows: 0, undelivered: 0 });
    await writeFile(options().log, lines(records(10, START, HOUR)));
    await watch(options({ until: "caughtUp" }));
    await expect(watch(options({ window: { kind: "tumbling", ms: 5 } }))).rejects.toMatchObject({
      code: "UNUSABLE_STATE",
    });
    await writeFile(options().state, "{");
    await expect(watch(options())).rejects.toMatchObject({ code: "UNUSABLE_STATE" });
  });
});

const rule: AlertRule = {
  name: "shorter texts",
  figure: "column.words.mean",
  healthy: { relative: 0.3 },
  severity: "critical",
};
const short = { text: "bad" };

describe("alerts", () => {
  test("begin, last, end; a restart does not tell them again", async () => {
    const hours = [{}, short, short, {}, short].map((more, h) => records(60, START + h * HOUR, HOUR, more));
    const alerts: Alert[] = [];
    const channels = [
      callbackChannel("test", (a) => void alerts.push(a)),
      logChannel(join(folder, "alerts.jsonl")),
    ];
    for (const hour of hours) {
      await appendFile(options().log, lines(hour));
      await watch(options({ rules: [rule], channels, until: "caughtUp" }));
    }
    await watch(options({ rules: [rule], channels }));
    expect(alerts.map((a) => [a.state, a.windowStart.slice(11, 13)])).toEqual([
      ["firing", "01"],
      ["resolved", "03"],
      ["firing", "04"],
    ]);
    expect(alerts[0]).toMatchObject({ rule: "shorter texts", severity: "critical", value: 1, count: 60 });
    const logged = (await readFile(join(folder, "alerts.jsonl"), "utf8"))
      .trim()
      .split("\n")
      .map((l) => JSON.parse(l));
    expect(logged).toEqual(alerts);
  });

  test("cool-down, windows in a row and the smallest window", async () => {
    const hours = [short, short, short, short, short, short].map((more, h) =>
      records(h === 2 ? 3 : 60, START + h * HOUR, HOUR, more),
    );
    await writeFile(options().log, lines(hours.flat()));
    const alerts: Alert[] = [];
    const rules = [{ ...rule, forWindows: 2, minCount: 10, cooldownMs: 2 * HOUR }];
    await watch(options({ rules, channels: [callbackChannel("test", (a) => void alerts.push(a))] }));
    // Unhealthy in a row at 00 and 01; 02 is too small to tell; told again two hours later.
    expect(alerts.map((a) => a.windowStart.slice(11, 13))).toEqual(["01", "03", "05"]);
  });

  test("a webhook is signed, tried again, and an alert that nobody took waits for the next run", async () => {
    const calls: { body: string; signature: string; timestamp: string; key: string }[] = [];
    let down = true;
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        const { headers } = request;
        calls.push({
          body,
          signature: String(headers["x-imdb-signature"]),
          timestamp: String(headers["x-imdb-timestamp"]),
          key: String(headers["idempotency-key"]),
        });
        response.statusCode = down ? 503 : 204;
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=x`;
      const channels = [webhookChannel({ url, secret: "s3cret", retries: 2, backoffMs: 1 })];
      await writeFile(options().log, lines(records(60, START, HOUR, short)));
      const failures: unknown[] = [];
      const first = await watch(
        options({ rules: [rule], channels, onDeliveryFailure: (e) => void failures.push(e) }),
      );
      expect(calls.length).toBe(3);
      expect(first.undelivered).toBe(1);
      expect(failures).toEqual([
        expect.objectContaining({
          code: "WEBHOOK_FAILURE",
          details: expect.objectContaining({ attempts: 3 }),
        }),
      ]);
      down = false;
      expect((await watch(options({ rules: [rule], channels }))).undelivered).toBe(0);
      expect(calls.length).toBe(4);
      const { body, signature, timestamp, key } = calls[3]!;
      expect(signature).toBe(
        `sha256=${createHmac("sha256", "s3cret").update(`${timestamp}.${body}`).digest("hex")}`,
      );
      expect(JSON.parse(body)).toMatchObject({ rule: "shorter texts", id: key });
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test("a channel that refuses for good is not asked again and again; addresses are checked", async () => {
    let calls = 0;
    const server = createServer((_, response) => {
      calls++;
      response.statusCode = 400;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      await writeFile(options().log, lines(records(60, START, HOUR, short)));
      await watch(options({ rules: [rule], channels: [webhookChannel({ url, secret: "x", backoffMs: 1 })] }));
      expect(calls).toBe(1);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    expect(() => webhookChannel({ url: "file:///etc/passwd", secret: "x" })).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });
});

test("follows a growing log until it is stopped, and leaves gauges for Prometheus", async () => {
  const stop = new AbortController();
  const reports: WindowReport[] = [];
  const metricsFile = join(folder, "metrics.prom");
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
