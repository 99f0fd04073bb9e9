import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { launchBrowser } from "../../../../tools/optional/browser.mjs";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import {
  flow,
  memoryResultStore,
  type RunRecord,
  runPage,
  runRecorder,
  task,
  terminalView,
} from "../index.js";

const load = task({ name: "load" }, async (ctx) => ({ rows: [1, 2, 3], ctx }));
const score = task({ name: "score <b>", retries: 1, retryDelay: 0 }, (n: { readonly n: number }, ctx) => {
  ctx.logger.info(`scoring <script>alert(${n.n})</script>`, { n: n.n });
  if (n.n === 2) throw new Error("two & more");
  return { square: n.n * n.n };
});
const report = task({ name: "report" }, (squares: readonly unknown[], ctx) => {
  ctx.artifact({ kind: "link", key: "docs", href: "javascript:alert(1)" });
  ctx.artifact({ kind: "table", key: "squares", columns: ["n"], rows: [[1], [4]] });
  return squares.length;
});
const inner = flow({ name: "inner" }, async (rows: { readonly rows: readonly number[] }) =>
  score.mapSettled(rows.rows.map((n) => ({ n }))),
);
const outer = flow({ name: "outer" }, async () => report(await inner(await load(undefined))));

async function recordOf(): Promise<RunRecord> {
  const recorder = runRecorder();
  await outer.run(undefined, { onEvent: recorder.add, store: memoryResultStore(), runId: "r" });
  return recorder.record();
}

const browserPath = toolFor("browser", "the page of a flow's run in a browser");

test.skipIf(!browserPath)(
  "the page of a run shows its graph, timeline, tasks, log and artifacts in a real Chromium, and runs no script",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "flow-page-"));
    const path = join(folder, "run.html");
    await writeFile(path, runPage(await recordOf()));
    const browser = await launchBrowser(browserPath);
    try {
      const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      const troubles: string[] = [];
      tab.on("console", (message) => troubles.push(message.text()));
      tab.on("dialog", (dialog) => troubles.push(dialog.message()));
      tab.on("request", (request) => request.url().startsWith("file:") || troubles.push(request.url()));
      await tab.goto(`file://${path}`);
      expect(await tab.title()).toBe("outer – Completed");
      expect(await tab.locator("h2").allTextContents()).toEqual([
        "Graph",
        "Timeline",
        "Tasks",
        "Artifacts",
        "Log",
      ]);
      const graph = tab.locator("svg").first();
      expect(await graph.locator("g").count()).toBe(4);
      expect(await graph.locator("desc").innerHTML()).toBe(
        "load → inner, inner → score &lt;b&gt;, inner → report",
      );
      expect(await tab.locator("text=two & more").count()).toBeGreaterThan(0);
      expect(await tab.locator("script").count()).toBe(0);
      expect(await tab.locator('a[href^="javascript"]').count()).toBe(0);
      await tab.setViewportSize({ width: 360, height: 800 });
      expect(await tab.evaluate("document.documentElement.scrollWidth <= 360")).toBe(true);
      expect(troubles).toEqual([]);
    } finally {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

test("the page has the same bytes for the same record", async () => {
  const record = await recordOf();
  expect(runPage(record)).toBe(runPage(structuredClone(record)));
});

test("10,000 mapped tasks: few at once, correct states, constant memory, a short page", async () => {
  let running = 0;
  let most = 0;
  const weigh = task({ name: "weigh" }, async (rows: Float64Array) => {
    most = Math.max(most, ++running);
    await null;
    running--;
    if (rows[0]! % 1000 === 7) throw new Error("a seven");
    return rows[0]!;
  });
  function* shards() {
    // 100 KB each: 1 GB, were they all kept.
    for (let i = 0; i < 10_000; i++) yield new Float64Array(12_500).fill(i);
  }
  const recorder = runRecorder();
  let peak = 0;
  const all = flow({ name: "all" }, () => weigh.mapSettled(shards()));
  const run = await all.run(undefined, {
    onEvent(event) {
      recorder.add(event);
      if (event.type === "taskState" && event.taskRunId.endsWith("00"))
        peak = Math.max(peak, process.memoryUsage().arrayBuffers);
    },
  });
  expect(run.state).toBe("Completed");
  expect(run.steps).toHaveLength(10_000);
  expect(run.steps.filter((step) => step.state === "Failed")).toHaveLength(10);
  expect(run.steps.filter((step) => step.state === "Completed")).toHaveLength(9_990);
  expect(most).toBeLessThanOrEqual(32);
  expect(peak).toBeLessThan(300e6);
  const html = runPage(recorder.record());
  expect(html.length).toBeLessThan(300_000);
  expect(html).toContain("200 of 10,000 task runs");
  expect(html).toContain("10 Failed");
});

test("the live view draws a run that is resumed in the same process", async () => {
  let text = "";
  const view = terminalView({ stream: { isTTY: true, write: (more: string) => (text += more) } });
  const squares = flow({ name: "squares" }, () => score.map([{ n: 1 }, { n: 3 }]));
  const messages: string[] = [];
  const settings = { store: memoryResultStore(), runId: "again" };
  for (let session = 0; session < 2; session++) {
    await squares.run(undefined, {
      ...settings,
      onEvent(event) {
        if (event.type === "log" && event.level === "error") messages.push(event.message);
        view.onEvent(event);
      },
    });
  }
  view.close();
  expect(messages).toEqual([]);
  expect(text.trimEnd().split("\n").at(-2)).toMatch(/^= score <b> .* 2\/2 .*2 Cached$/);
});

test("the live view draws again on a terminal, writes plain lines elsewhere, and writes no control characters", async () => {
  const draw = async (isTTY: boolean) => {
    let text = "";
    const view = terminalView({ stream: { isTTY, columns: 80, write: (more: string) => (text += more) } });
    const bad = task({ name: "bad\u200b", retries: 0 }, (_, ctx) => {
      ctx.logger.warn("a line\u001b[2J\nand another");
      throw new Error("no\u0007thing");
    });
    const f = flow({ name: "f" }, async () => {
      await score.mapSettled([{ n: 1 }, { n: 3 }]);
      await bad();
    });
    await f.run(undefined, { onEvent: view.onEvent });
    view.close();
    return text;
  };
  const plain = await draw(false);
  expect(plain.split("\n")).toEqual(
    expect.arrayContaining([
      "warn  bad\u200b-0: a line [2J and another",
      "✗ bad\u200b-0 Failed: Error: no thing",
      "✗ f Failed: Error: no thing",
    ]),
  );
  expect(plain).not.toContain("\u001b");
  expect(plain).not.toContain("score <b>-0 Completed");
  const live = await draw(true);
  expect(live).toContain("████████████████████ 2/2");
  expect(live.replaceAll(/\u001b\[\d+[AJ]/g, "")).not.toContain("\u001b");
});
