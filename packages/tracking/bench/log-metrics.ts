import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchEntry } from "@imdb/core/testing";
import { createTracker, fileStore } from "@imdb/tracking";
import { requireTool } from "../../../tools/optional/tools.mjs";

const METRICS = 10_000;
const script = fileURLToPath(new URL("./log-metrics.py", import.meta.url));

/** Seconds for 10,000 awaited calls of logMetric, and the end of the run, which puts them where MLflow reads. */
async function ours(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "bench-tracking-"));
  const tracker = createTracker({ store: fileStore(join(folder, "mlruns")) });
  const experiment = await tracker.setExperiment("bench");
  const run = await experiment.startRun();
  const start = performance.now();
  for (let step = 0; step < METRICS; step++) await run.logMetric("loss", 1 / (step + 1), { step });
  await run.end();
  const seconds = (performance.now() - start) / 1_000;
  const history = await tracker.store.getMetricHistory(run.runId, "loss");
  if (history.length !== METRICS) throw new Error(`${history.length} records instead of ${METRICS}`);
  await rm(folder, { recursive: true, force: true });
  return seconds;
}

function theirs(store: "file" | "sqlite"): () => Promise<number> {
  return async () => {
    const python = requireTool("peers");
    const output = execFileSync(python, [script, store, String(METRICS)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return Number(output.trim().split("\n").at(-1));
  };
}

const common = { unit: "s", needs: ["python"], ours } as const;

/** 10,000 metrics, a call each, against MLflow's Python client on its file store and on SQLite. */
export const entries: BenchEntry[] = [
  { ...common, id: "tracking.logMetrics.file", peer: "MLflow, file store", theirs: theirs("file") },
  { ...common, id: "tracking.logMetrics.sqlite", peer: "MLflow, SQLite", theirs: theirs("sqlite") },
];
