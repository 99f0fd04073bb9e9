import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  compareRuns,
  comparisonReport,
  createTracker,
  type FileStore,
  fileStore,
  runReport,
} from "../index.js";

let dir: string;
let store: FileStore;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "report-"));
  store = fileStore(dir);
});

afterEach(() => rm(dir, { recursive: true, force: true }));

async function run(name: string, C: number, accuracy: number): Promise<string> {
  const experiment = await createTracker({ store }).setExperiment("reports");
  return experiment.startRun({ runName: name, tags: { note: "<script>alert(1)</script>" } }, async (run) => {
    await run.logParams({ C, solver: "lbfgs" });
    for (let step = 0; step < 4; step++) await run.logMetrics({ loss: 1 / (step + C) }, { step });
    await run.logMetrics({ accuracy });
    await run.logText("x", "deep/a.txt");
    await run.logInput({ name: "imdb", digest: "v1", source: "aclImdb", context: "train" });
    return run.runId;
  });
}

test("compareRuns says what differs and what is the same", async () => {
  const runs = [await store.getRun(await run("a", 1, 0.5)), await store.getRun(await run("b", 2, 0.75))];
  const { params, metrics, datasets } = compareRuns(runs);
  expect(params).toEqual([
    { key: "C", values: ["1", "2"], differs: true },
    { key: "solver", values: ["lbfgs", "lbfgs"], differs: false },
  ]);
  expect(metrics.find((row) => row.key === "accuracy")?.values).toEqual([0.5, 0.75]);
  expect(datasets).toEqual([{ key: "imdb (train)", values: ["v1", "v1"], differs: false }]);
});

test("a run's page shows what it recorded, as text", async () => {
  const page = await runReport(store, await run("first <b>", 1, 0.5));
  for (const shown of ["FINISHED", "accuracy", "deep/a.txt", "lbfgs", "imdb", "<svg"])
    expect(page).toContain(shown);
  expect(page).not.toContain("<script>");
  expect(page).toContain("first &lt;b&gt;");
});

test("a comparison shows differences from the first run and collapses what is the same", async () => {
  const page = await comparisonReport(store, [await run("a", 1, 0.5), await run("b", 2, 0.75)]);
  expect(page).toContain("0.75 (+0.25)");
  expect(page).toContain("Parallel coordinates of C, accuracy, loss. a: C 1, accuracy 0.5");
  expect(page).toMatch(/\d+ tags are the same/);
  expect(page).not.toContain("<script>");
  await expect(comparisonReport(store, [])).rejects.toThrow(/two runs or more/);
});
