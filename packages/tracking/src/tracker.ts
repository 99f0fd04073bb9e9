import { InvalidOption } from "@imdb/core";
import type { Experiment } from "./entities/experiment.js";
import type { Metric, Run } from "./entities/run.js";
import { NotActive } from "./errors.js";
import { processIdentity } from "./process/process-identity.js";
import { PROCESS_TAG } from "./run/environment-tags.js";
import type { ActiveRun } from "./run/run-handle.js";
import { openRun, type ResumedRun, type RunStartOptions, startRun, withRun } from "./run/start-run.js";
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

/** An experiment to run in. */
export interface ExperimentHandle {
  readonly experimentId: string;
  readonly name: string;
  /**
   * Does `work` in a new run and ends the run whatever happens: FINISHED, FAILED when `work` throws, KILLED
   * when it is cancelled or the process is.
   *
   * @returns What `work` gives.
   */
  startRun<T>(options: RunStartOptions, work: (run: ActiveRun) => Promise<T> | T): Promise<T>;
  /**
   * A new run to end by hand, or with `await using`: leaving the block before `run.end()` marks it FAILED.
   *
   * @example
   * await using run = await experiment.startRun({ runName: "by hand" });
   * await run.logMetric("loss", 0.3);
   * await run.end();
   */
  startRun(options?: RunStartOptions): Promise<ActiveRun>;
  searchRuns(search?: Omit<RunSearch, "experimentIds">): Promise<Page<Run>>;
  setTags(tags: Readonly<Record<string, string>>): Promise<void>;
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

function experimentHandle(store: TrackingStore, { experimentId, name }: Experiment): ExperimentHandle {
  function start(options?: RunStartOptions): Promise<ActiveRun>;
  function start<T>(options: RunStartOptions, work: (run: ActiveRun) => Promise<T> | T): Promise<T>;
  async function start(options: RunStartOptions = {}, work?: (run: ActiveRun) => unknown): Promise<unknown> {
    const run = await startRun(store, experimentId, options);
    return work ? withRun(run, work) : run;
  }
  return {
    experimentId,
    name,
    startRun: start,
    searchRuns: (search = {}) => store.searchRuns({ ...search, experimentIds: [experimentId] }),
    setTags: (tags) => store.setExperimentTags(experimentId, tags),
  };
}
