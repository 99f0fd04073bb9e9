import type { RunLogger } from "@imdb/core";
import { escapeHtml } from "@imdb/report";
import { describe, expect, test } from "vitest";
import { launchBrowser } from "../../../../tools/optional/browser.mjs";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import {
  createProfile,
  driftHtml,
  driftReport,
  logDriftReport,
  monitoringHtml,
  runSuite,
  suiteFromReference,
  suiteHtml,
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

const drift = driftReport({ reference, current: profile("bad") });

test("the page of a suite has every test, failed ones first, and may have none", () => {
  const suite = suiteFromReference(reference);
  const result = runSuite({ suite, current: profile("<b>bad</b>"), reference, drift });
  const html = suiteHtml(result, { title: "Nightly <check>" });
  expect(html).toContain("Nightly &lt;check&gt;");
  for (const { figure } of result.results) expect(html).toContain(escapeHtml(figure));
  const failing = { figure: "count", condition: { gte: 1e6 } };
  const mixed = runSuite({
    suite: { schemaVersion: 1, tests: [{ figure: "texts.emptyShare", condition: { lte: 1 } }, failing] },
    current: reference,
  });
  const page = suiteHtml(mixed);
  expect(page).toContain("1 of 2 tests failed.");
  expect(page.indexOf(">count<")).toBeLessThan(page.indexOf(">texts.emptyShare<"));
  expect(suiteHtml(mixed)).toBe(page);
  const none = runSuite({ suite: { schemaVersion: 1, tests: [] }, current: reference });
  expect(suiteHtml(none)).toContain("The suite has no tests.");
});

test("the monitoring page has every window, in any order, and may have none", () => {
  const html = monitoringHtml(windows);
  expect(monitoringHtml([...windows].reverse())).toBe(html);
  for (const { start } of windows) expect(html).toContain(start);
  expect(monitoringHtml([])).toContain("There are no windows.");
});

test("a drift report is logged to a run", async () => {
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

const browserPath = toolFor("browser", "monitoring pages in a browser");

describe.skipIf(!browserPath)("in a browser", () => {
  test("pages fit a phone, load nothing, and write nothing to the console", async () => {
    const browser = await launchBrowser(browserPath);
    try {
      for (const html of [
        driftHtml(driftReport({ reference, current: profile("<b>bad</b>") })),
        monitoringHtml(windows),
        suiteHtml(
          runSuite({ suite: suiteFromReference(reference), current: profile("bad"), reference, drift }),
        ),
      ]) {
        const page = await browser.newPage({ viewport: { width: 360, height: 800 }, colorScheme: "dark" });
        const heard: string[] = [];
        page.on("console", (message) => heard.push(message.text()));
        page.on("pageerror", (error) => heard.push(error.message));
        page.on("request", (request) => heard.push(request.url()));
        await page.setContent(html);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
        if (!html.includes("<h1>Test suite")) {
          expect(await page.locator("svg[role=img]").count()).toBeGreaterThan(5);
        }
        expect(heard.filter((line) => line !== "about:blank" && !line.startsWith("data:"))).toEqual([]);
        await page.close();
      }
    } finally {
      await browser.close();
    }
  }, 60_000);
});
