import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchEntry } from "@imdb/core/testing";
import { createTracker, fileStore, type TrackingStore } from "@imdb/tracking";
import { requireTool } from "../../../tools/optional/tools.mjs";

const RUNS = 10_000;
const FILTER = "metrics.accuracy > 0.9 AND params.solver = 'lbfgs'";
const ORDER = ["metrics.accuracy DESC"];
const FOUND = 100;
const script = fileURLToPath(new URL("./search-runs.py", import.meta.url));

/** A store of 10,000 ended runs with five parameters, three metrics and the tags that every run has. */
async function makeStore(): Promise<{ readonly folder: string; readonly experimentId: string }> {
  const folder = join(await mkdtemp(join(tmpdir(), "bench-search-")), "mlruns");
  process.once("exit", () => rmSync(join(folder, ".."), { recursive: true, force: true }));
  const store = fileStore(folder);
  const experiment = await createTracker({ store }).setExperiment("search");
  for (let i = 0; i < RUNS; i++) {
    await experiment.startRun({ runName: `run ${i}` }, async (run) => {
      await run.logParams({ i, C: i % 7, solver: i % 2 ? "lbfgs" : "liblinear", ngramRange: "1,2", seed: 7 });
      await run.logMetrics({ accuracy: ((i * 7_919) % RUNS) / RUNS, loss: 1 / (i + 1), seconds: i });
    });
  }
  await store.close();
  return { folder, experimentId: experiment.experimentId };
}

let made: ReturnType<typeof makeStore> | undefined;

/** One store for all measurements: creating it takes longer than all of them. */
function theStore(): ReturnType<typeof makeStore> {
  made ??= makeStore();
  return made;
}

async function seconds(store: TrackingStore, experimentId: string): Promise<number> {
  const search = { experimentIds: [experimentId], filter: FILTER, orderBy: ORDER, maxResults: FOUND };
  const start = performance.now();
  const { items } = await store.searchRuns(search);
  const taken = (performance.now() - start) / 1_000;
  if (items.length !== FOUND || items[0]?.metrics["accuracy"] !== 0.9999) throw new Error("a wrong result");
  return taken;
}

/** The seconds of a search in a store that was just opened. */
async function cold(): Promise<number> {
  const { folder, experimentId } = await theStore();
  return seconds(fileStore(folder), experimentId);
}

async function warm(): Promise<number> {
  const { folder, experimentId } = await theStore();
  const store = fileStore(folder);
  await seconds(store, experimentId);
  return seconds(store, experimentId);
}

/** The seconds of MLflow's own search over the same folder. It is measured once, because it is slow. */
async function theirs(): Promise<number> {
  const { folder, experimentId } = await theStore();
  const python = requireTool("peers");
  const args = [script, folder, experimentId, FILTER, ORDER[0]!, String(FOUND)];
  theirSeconds ??= Number(execFileSync(python, args, { encoding: "utf8" }).trim().split("\n").at(-1));
  return theirSeconds;
}

let theirSeconds: number | undefined;

const common = { unit: "s", needs: ["python"], peer: "MLflow, file store", theirs } as const;

/** A search over 10,000 runs, against MLflow's over the same folder. */
export const entries: BenchEntry[] = [
  { ...common, id: "tracking.searchRuns.cold", ours: cold },
  { ...common, id: "tracking.searchRuns.warm", ours: warm },
];
