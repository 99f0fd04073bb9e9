import { checkOption, optionsOf, rule } from "@imdb/core/options";
import type { Experiment } from "./entities/experiment.js";
import type { Metric, Run } from "./entities/run.js";
import { NotActive } from "./errors.js";
import { ownProcess } from "./process/run-process.js";
import { PROCESS_TAG } from "./run/environment-tags.js";
import type { ActiveRun } from "./run/run-handle.js";
import { openRun, type ResumedRun, type RunStartOptions, startRun, withRun } from "./run/start-run.js";
import { ensureExperiment } from "./store/ensure.js";
import { type Page, type RunSearch, storeRule, type TrackingStore } from "./store/tracking-store.js";

/** Options of {@link createTracker}. */
export interface TrackerOptions {
  /** The store that keeps everything: `fileStore("./mlruns")` or `restStore("http://…")`. */
  readonly store: TrackingStore;
}

const trackerOptions = optionsOf<TrackerOptions>({ store: storeRule });

/** Tracks experiments. It has no active run: a run is a value that is passed to the code that logs. */
export interface Tracker {
  readonly store: TrackingStore;
  /** The experiment of this name, created when there is none. @throws `TRACKED_ENTITY_DELETED` */
  setExperiment(name: string): Promise<ExperimentHandle>;
  /** Opens a run again, to add records; its status is RUNNING until it ends. */
  resumeRun(runId: string): Promise<ResumedRun>;
  getRun(runId: string): Promise<Run>;
  /** All records of one metric, ascending by step, then by timestamp. */
  getMetricHistory(runId: string, key: string): Promise<readonly Metric[]>;
  /** Deletes a run; `restoreRun` restores it. */
  deleteRun(runId: string): Promise<void>;
  restoreRun(runId: string): Promise<void>;
  /** Runs of one or more experiments; see {@link RunSearch}. */
  searchRuns(search: RunSearch): Promise<Page<Run>>;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** An experiment, in which runs are started. */
export interface ExperimentHandle {
  readonly experimentId: string;
  readonly name: string;
  /**
   * Does `work` in a new run, and ends the run: FINISHED, FAILED when `work` throws, KILLED when it is cancelled or the
   * process gets a signal.
   *
   * @returns What `work` returns.
   */
  startRun<T>(options: RunStartOptions, work: (run: ActiveRun) => Promise<T> | T): Promise<T>;
  /**
   * Starts a run that the caller ends. With `await using`, leaving the block before `run.end()` marks it FAILED.
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

const workRule = rule<unknown>(
  "a function that is called with the run",
  (value) => value === undefined || typeof value === "function",
);

/**
 * Tracks experiments in a store.
 *
 * @throws `INVALID_OPTION`
 * @example
 * const tracker = createTracker({ store: fileStore("./mlruns") });
 * const experiment = await tracker.setExperiment("sentiment");
 * await experiment.startRun({ runName: "baseline" }, async (run) => {
 *   await run.logParams({ C: 10, solver: "liblinear" });
 *   await run.logMetrics({ accuracy: 0.906 });
 * });
 */
export function createTracker(options: TrackerOptions): Tracker {
  const { store } = trackerOptions.resolve(options, "createTracker");
  return {
    store,
    async setExperiment(name) {
      const experiment = await ensureExperiment(store, name);
      if (experiment.lifecycleStage === "deleted") {
        throw NotActive.create({ what: "experiment", id: experiment.experimentId });
      }
      return experimentHandle(store, experiment);
    },
    resumeRun: async (runId) => {
      await store.updateRun(runId, { status: "RUNNING" });
      await store.logBatch(runId, { tags: { [PROCESS_TAG]: ownProcess() } });
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
    checkOption("work", work, workRule, "startRun");
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
