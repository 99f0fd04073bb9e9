import { existsSync } from "node:fs";
import type { RunLogger } from "@imdb/core";
import { chromium } from "playwright-core";
import { describe, expect, test } from "vitest";
import {
  createProfile,
  driftHtml,
  driftReport,
  logDriftReport,
  monitoringHtml,
  windowReport,
} from "../index.js";

const texts = (n: number, word: string) =>
  Array.from({ length: n }, (_, i) => `${word} film number ${i} ${"and ".repeat(i % 9)}`);
const predictions = (n: number) =>
  Array.from({ length: n }, (_, i) => ({
    label: i % 2 ? "pos" : "neg",
    probabilities: { neg: i % 2 ? 0.2 : 0.7, pos: i % 2 ? 0.8 : 0.3 },
    actual: i % 7 ? (i % 2 ? "pos" : "neg") : "neg",
  }));
const profile = (word: string) => createProfile(texts(300, word), { predictions: predictions(300) });
const reference = profile("good");
const windows = [0, 1, 2].map((h) =>
  windowReport(
    { start: h * 3_600_000, end: (h + 1) * 3_600_000, profile: profile(h === 2 ? "<b>bad</b>" : "good") },
    reference,
  ),
);

test("the monitoring page has every window, whatever their order, and stands without any", () => {
  const html = monitoringHtml(windows);
  expect(monitoringHtml([...windows].reverse())).toBe(html);
  for (const { start } of windows) expect(html).toContain(start);
  expect(monitoringHtml([])).toContain("There are no windows.");
});

test("a drift report is kept with a run", async () => {
  const kept = new Map<string, unknown>();
  const run = {
    logText: async (text: string, path: string) => void kept.set(path, text),
    logMetrics: async (metrics: unknown) => void kept.set("metrics", metrics),
  } as unknown as RunLogger;
  const report = driftReport({ reference, current: profile("bad") });
  await logDriftReport(run, report);
  expect([...kept.keys()]).toEqual(["monitoring/drift.html", "monitoring/drift.json", "metrics"]);
  expect(JSON.parse(kept.get("monitoring/drift.json") as string)).toEqual(report);
});

const CHROMIUM = "/usr/bin/chromium";

describe.skipIf(!existsSync(CHROMIUM))("in a browser (skipped where there is no chromium)", () => {
  test("pages fit a phone, ask the network for nothing, and say nothing on the console", async () => {
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ["--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking"],
    });
    try {
      for (const html of [
        driftHtml(driftReport({ reference, current: profile("<b>bad</b>") })),
        monitoringHtml(windows),
      ]) {
        const page = await browser.newPage({ viewport: { width: 360, height: 800 }, colorScheme: "dark" });
        const heard: string[] = [];
        page.on("console", (message) => heard.push(message.text()));
        page.on("pageerror", (error) => heard.push(error.message));
        page.on("request", (request) => heard.push(request.url()));
        await page.setContent(html);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
        expect(await page.locator("svg[role=img]").count()).toBeGreaterThan(5);
        expect(heard.filter((line) => line !== "about:blank" && !line.startsWith("data:"))).toEqual([]);
        await page.close();
      }
    } finally {
      await browser.close();
    }
  }, 60_000);
});
