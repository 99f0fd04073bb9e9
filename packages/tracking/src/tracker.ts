import { InvalidOption } from "@imdb/core";
import type { Metric, Run } from "./entities/run.js";
import { NotActive } from "./errors.js";
import { type ExperimentHandle, experimentHandle } from "./experiment-handle.js";
import { processIdentity } from "./process/process-identity.js";
import { PROCESS_TAG } from "./run/environment-tags.js";
import { openRun, type ResumedRun } from "./run/start-run.js";
import { ensureExperiment } from "./store/ensure.js";
import type { Page, RunSearch, TrackingStore } from "./store/tracking-store.js";

/** Options of {@link createTracker}. */
export interface TrackerOptions {
  /** Where everything is kept: `fileStore("./mlruns")` or `restStore("http://…")`. */
  readonly store: TrackingStore;
}

/** The entrance to experiment tracking. It holds no active run: runs are values, handed to whoever logs. */
export interface Tracker {
  readonly store: TrackingStore;
  /** The experiment of this name; it is made when there is none. @throws `TRACKED_ENTITY_DELETED` */
  setExperiment(name: string): Promise<ExperimentHandle>;
  /** Opens a run again, to add to it; its status is RUNNING until it ends. */
  resumeRun(runId: string): Promise<ResumedRun>;
  getRun(runId: string): Promise<Run>;
  /** All records of one metric, ascending by step, then timestamp. */
  getMetricHistory(runId: string, key: string): Promise<readonly Metric[]>;
  /** Hides a run; `restoreRun` brings it back. */
  deleteRun(runId: string): Promise<void>;
  restoreRun(runId: string): Promise<void>;
  /** Runs of one or more experiments; see {@link RunSearch}. */
  searchRuns(search: RunSearch): Promise<Page<Run>>;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Tracks experiments in a store.
 *
 * @example
 * const tracker = createTracker({ store: fileStore("./mlruns") });
 * const experiment = await tracker.setExperiment("sentiment");
 * await experiment.startRun({ runName: "baseline" }, async (run) => {
 *   await run.logParams({ C: 10, solver: "liblinear" });
 *   await run.logMetrics({ accuracy: 0.906 });
 * });
 */
export function createTracker({ store }: TrackerOptions): Tracker {
  if (typeof store?.createRun !== "function") {
    throw InvalidOption.create({ option: "store", value: store, expected: "a store such as fileStore(dir)" });
  }
  return {
    store,
    async setExperiment(name) {
      const there = await ensureExperiment(store, name);
      if (there.lifecycleStage === "deleted") {
        throw NotActive.create({ what: "experiment", id: there.experimentId });
      }
      return experimentHandle(store, there);
    },
    resumeRun: async (runId) => {
      await store.updateRun(runId, { status: "RUNNING" });
      await store.logBatch(runId, { tags: { [PROCESS_TAG]: processIdentity() } });
      return openRun(store, await store.getRun(runId));
    },
    getRun: (runId) => store.getRun(runId),
    getMetricHistory: (runId, key) => store.getMetricHistory(runId, key),
    deleteRun: (runId) => store.deleteRun(runId),
    restoreRun: (runId) => store.restoreRun(runId),
    searchRuns: (search) => store.searchRuns(search),
    flush: () => store.flush(),
    close: () => store.close(),
  };
}
