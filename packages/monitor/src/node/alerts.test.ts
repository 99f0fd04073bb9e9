import { createHmac } from "node:crypto";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import type { Alert, AlertRule, WindowReport } from "../index.js";
import { HOUR, lines, records, START, watchedFolder } from "../testing/watched-log.js";
import { callbackChannel, logChannel, watch, webhookChannel } from "./index.js";

const { path, options } = watchedFolder();

const rule: AlertRule = {
  name: "shorter texts",
  figure: "column.words.mean",
  healthy: { relative: 0.3 },
  severity: "critical",
};
const short = { text: "bad" };

describe("alerts", () => {
  test("fire, continue and resolve; a restart does not repeat them", async () => {
    const hours = [{}, short, short, {}, short].map((more, h) => records(60, START + h * HOUR, HOUR, more));
    const alerts: Alert[] = [];
    const channels = [callbackChannel("test", (a) => void alerts.push(a)), logChannel(path("alerts.jsonl"))];
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
    const logged = (await readFile(path("alerts.jsonl"), "utf8"))
      .trim()
      .split("\n")
      .map((l) => JSON.parse(l));
    expect(logged).toEqual(alerts);
  });

  test("cooldownMs, forWindows and minCount", async () => {
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

  test("a figure that the windows do not have is said to be not measured", async () => {
    const hours = [0, 1, 2].map((h) => records(60, START + h * HOUR, HOUR));
    await writeFile(options().log, lines(hours.flat()));
    const alerts: Alert[] = [];
    const channels = [callbackChannel("test", (a) => void alerts.push(a))];
    const reports: WindowReport[] = [];
    const rules: AlertRule[] = [
      { name: "misspelt", figure: "column.wordz.mean", healthy: { gt: 0 }, severity: "warning" },
      { name: "twice", figure: "drift.nothing", healthy: { lt: 1 }, severity: "warning", forWindows: 2 },
      { name: "reference", figure: "drift.share", healthy: { relative: 0.1 }, severity: "info" },
      { name: "no such label", figure: "column.prediction.share.none", healthy: { lt: 1 }, severity: "info" },
      { name: "measured", figure: "count", healthy: { gt: 0 }, severity: "info" },
    ];
    const onWindow = (report: WindowReport) => void reports.push(report);
    const summary = await watch(options({ rules, channels, onWindow }));
    expect(alerts.map((a) => [a.rule, a.state, a.windowStart.slice(11, 13)])).toEqual([
      ["misspelt", "notMeasured", "00"],
      ["reference", "notMeasured", "00"],
      ["twice", "notMeasured", "01"],
    ]);
    expect(alerts[0]).toMatchObject({ value: null, expected: "> 0", figure: "column.wordz.mean" });
    expect(summary).toMatchObject({ windows: 3, alerts: 3 });
    for (const { notMeasured } of reports) expect(notMeasured).toEqual(["misspelt", "twice", "reference"]);
  });

  test("a webhook is signed and retried; the next run sends an alert that was not delivered", async () => {
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

  test("a final refusal is not retried; addresses are checked", async () => {
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

  test("a channel that hangs delays neither the windows nor the other channels", async () => {
    const heard: number[] = [];
    const windows: number[] = [];
    const begun = performance.now();
    const stop = new AbortController();
    const hanging = (_: Alert, signal?: AbortSignal) =>
      new Promise<void>((_resolve, reject) =>
        signal?.addEventListener("abort", () => reject(new Error("stopped"))),
      );
    const channels = [
      { name: "hangs", send: hanging },
      callbackChannel("good", () => void heard.push(performance.now() - begun)),
    ];
    const watching = watch(
      options({
        rules: [rule],
        channels,
        until: "stopped",
        pollMs: 5,
        onWindow: () => void windows.push(performance.now() - begun),
      }),
      { signal: stop.signal },
    );
    const hours = [short, {}, short, {}].map((more, h) => records(60, START + h * HOUR, HOUR, more));
    for (const hour of hours) {
      await appendFile(options().log, lines(hour));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await expect.poll(() => heard.length).toBeGreaterThan(1);
    expect(windows.length).toBeGreaterThan(1);
    stop.abort();
    // What was not accepted stays in the state.
    expect((await watching).undelivered).toBeGreaterThan(1);
  });

  test.each(["end", "caughtUp"] as const)(
    "a callback that never settles does not keep a watch until %s from ending: its alerts stay",
    async (until) => {
      await writeFile(
        options().log,
        lines([{}, short, {}, short, {}].flatMap((more, h) => records(60, START + h * HOUR, HOUR, more))),
      );
      const failures: unknown[] = [];
      let wasTold: AbortSignal | undefined;
      const never = callbackChannel(
        "never",
        (_, signal) => {
          wasTold = signal;
          return new Promise(() => {});
        },
        { timeoutMs: 50 },
      );
      const onDeliveryFailure = (error: unknown) => void failures.push(error);
      const summary = await watch(options({ rules: [rule], channels: [never], until, onDeliveryFailure }));
      expect(summary.undelivered).toBeGreaterThan(1);
      expect(failures).toMatchObject([{ code: "CHANNEL_TIMEOUT" }, { code: "CHANNEL_TIMEOUT" }]);
      expect(wasTold?.aborted).toBe(true);
    },
  );

  test("a watch that is stopped ends within two seconds, though no channel ever settles", async () => {
    const stop = new AbortController();
    let isTold = false;
    const deaf = {
      name: "deaf",
      send: () => {
        isTold = true;
        return new Promise<void>(() => {});
      },
    };
    await writeFile(options().log, lines(records(60, START, HOUR, short)));
    await appendFile(options().log, lines(records(60, START + 2 * HOUR, HOUR)));
    const watching = watch(options({ rules: [rule], channels: [deaf], until: "stopped", pollMs: 5 }), {
      signal: stop.signal,
    });
    await expect.poll(() => isTold).toBe(true);
    const stopped = performance.now();
    stop.abort();
    expect((await watching).undelivered).toBe(1);
    expect(performance.now() - stopped).toBeLessThan(2_000);
  });

  test("an alert that a channel accepts just after the watch was stopped is not sent again", async () => {
    const stop = new AbortController();
    const slow = callbackChannel("slow", async () => {
      stop.abort();
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    await writeFile(options().log, lines(records(60, START, HOUR, short)));
    await appendFile(options().log, lines(records(60, START + 2 * HOUR, HOUR)));
    const watching = watch(options({ rules: [rule], channels: [slow], until: "stopped", pollMs: 5 }), {
      signal: stop.signal,
    });
    expect((await watching).undelivered).toBe(0);
  });

  test("a deadline that no timer takes is refused", async () => {
    for (const timeoutMs of [0, -1, 2 ** 31, Number.NaN])
      expect(() => callbackChannel("c", () => {}, { timeoutMs })).toThrow(/timeoutMs/);
    const wrong = { name: "c", timeoutMs: 0, send: async () => {} };
    await expect(watch(options({ channels: [wrong] }))).rejects.toThrow(/timeoutMs/);
  });

  test("a channel that refuses is left alone for a time, and what it refused is kept", async () => {
    let asked = 0;
    const stop = new AbortController();
    const refuse = async () => {
      asked++;
      throw new Error("It answered 400.");
    };
    await writeFile(
      options().log,
      lines([short, {}].flatMap((more, h) => records(60, START + h * HOUR, HOUR, more))),
    );
    const channels = [{ name: "refuses", send: refuse }];
    const watching = watch(options({ rules: [rule], channels, until: "stopped", pollMs: 1 }), {
      signal: stop.signal,
    });
    await expect.poll(() => asked).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    stop.abort();
    expect((await watching).undelivered).toBe(1);
    expect(asked).toBe(1);
  });
});
