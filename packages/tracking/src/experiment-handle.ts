import type { Experiment } from "./entities/experiment.js";
import type { Run } from "./entities/run.js";
import type { ActiveRun } from "./run/run-handle.js";
import { type RunStartOptions, startRun, withRun } from "./run/start-run.js";
import type { Page, RunSearch, TrackingStore } from "./store/tracking-store.js";

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

/** Makes the handle of an experiment. */
export function experimentHandle(store: TrackingStore, { experimentId, name }: Experiment): ExperimentHandle {
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
