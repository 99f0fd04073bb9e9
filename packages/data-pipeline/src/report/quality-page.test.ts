import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Example } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { launchBrowser } from "../../../../tools/optional/browser.mjs";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import { createPipeline } from "../dataset/pipeline.js";
import { stratifiedSplit } from "../split/stratified-split.js";
import { renderQualityReport } from "./quality-page.js";

const browserPath = toolFor("browser", "the data quality page in a browser");
const HOSTILE = "<script>document.title='owned'</script><img src=x onerror=alert(1)>";
const ROWS: Example[] = Array.from({ length: 50 }, (_, i) => ({
  id: i === 3 ? HOSTILE : `d${i}`,
  text: `Text ${i} ${"word ".repeat(i)} ${i === 3 ? HOSTILE : ""}`,
  label: i % 3 ? "pos" : "neg",
  ...(i % 2 ? {} : { group: `g${i % 7}` }),
}));
const pipeline = createPipeline({
  split: stratifiedSplit({ testSize: 0.3 }),
  onInvalid: "quarantine",
  onLeak: { groups: "report" },
  failOn: "never",
});

describe("renderQualityReport", () => {
  test("is the same for the same data, and loads nothing from anywhere", async () => {
    const page = renderQualityReport(await pipeline.process(ROWS));
    expect(renderQualityReport(await pipeline.process(ROWS.toReversed()))).toBe(page);
    expect(page).not.toMatch(/(?:src|href)="?https?:/);
    expect(page).not.toContain("<script>");
  });

  test("renders data without a single document", async () => {
    expect(renderQualityReport(await pipeline.process([]))).toContain("Data quality");
  });

  test.skipIf(!browserPath)("shows findings, charts and hostile ids as text in a browser", async () => {
    const folder = await mkdtemp(join(tmpdir(), "imdb-quality-"));
    const browser = await launchBrowser(browserPath);
    try {
      const dataset = await pipeline.process([...ROWS, { id: "empty", text: "" }]);
      await writeFile(join(folder, "quality.html"), renderQualityReport(dataset));
      const page = await browser.newPage();
      const problems: string[] = [];
      page.on("console", (message) => problems.push(message.text()));
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("request", (request) => {
        if (!/^(file|data):/.test(request.url())) problems.push(request.url());
      });
      await page.goto(`file://${join(folder, "quality.html")}`);
      expect(await page.title()).toBe("Data quality");
      expect(await page.locator("figure").count()).toBe(3);
      const body = await page.locator("main").innerText();
      expect(body).toContain(dataset.quality.findings[0]!.message);
      expect(body).toContain("the text is empty");
      expect(body).toContain("<script>");
      expect(problems).toEqual([]);
    } finally {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
