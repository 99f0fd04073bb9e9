import type { Experiment, ViewType } from "../entities/experiment.js";
import type { LoggedModel, LoggedModelStatus } from "../entities/model.js";
import type {
  EndStatus,
  Metric,
  ModelOutput,
  Run,
  RunBatch,
  RunDataset,
  RunInfo,
  RunStatus,
} from "../entities/run.js";
import type { ArtifactStore } from "./artifact-store.js";
import type { RegistryStore } from "./registry-store.js";

/** What a run is made of. */
export interface NewRun extends Pick<RunInfo, "experimentId" | "runName" | "userId" | "startTime"> {
  readonly tags: Readonly<Record<string, string>>;
}

/** What of a run can change after its start, besides its records. */
export interface RunUpdate {
  readonly status?: RunStatus;
  readonly endTime?: number;
  readonly runName?: string;
}

/** What a logged model is made of. */
export interface NewLoggedModel
  extends Pick<LoggedModel, "experimentId" | "name" | "modelType" | "sourceRunId" | "params" | "tags"> {
  /** 32 hexadecimal digits that name this request: a server finds the model it made for it, and makes one only. */
  readonly request?: string | undefined;
}

/** A search over runs. */
export interface RunSearch {
  readonly experimentIds: readonly string[];
  /** MLflow's filter grammar; see `parseFilter`. Default: no condition. */
  readonly filter?: string;
  /** Default `ACTIVE_ONLY`. */
  readonly view?: ViewType;
  /** Such as `metrics.accuracy DESC`. Ties, and default: newest start first, then run id. */
  readonly orderBy?: readonly string[];
  /** 1 to 50,000; default 1,000. */
  readonly maxResults?: number;
  /** What the page before gave. */
  readonly pageToken?: string | undefined;
}

/** A part of a result; `nextPageToken` is left out on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken?: string | undefined;
}

/**
 * Where experiments, runs, artifacts and registered models are kept: a folder, or an MLflow server. Every
 * store keeps to MLflow's behaviour; `src/testing/tracking-store-contract.ts` is the executable form of it.
 *
 * A promise that resolves means: recorded, also when this process is killed at once.
 */
export interface TrackingStore {
  /** Names the store in messages and in model URIs. */
  readonly uri: string;
  readonly artifacts: ArtifactStore;
  readonly registry: RegistryStore;

  /** @throws `TRACKED_NAME_TAKEN`, `INVALID_TRACKING_NAME` */
  createExperiment(name: string, tags?: Readonly<Record<string, string>>): Promise<string>;
  /** @throws `EXPERIMENT_NOT_FOUND` */
  getExperiment(experimentId: string): Promise<Experiment>;
  /** `undefined` when there is none; a deleted one is found. */
  getExperimentByName(name: string): Promise<Experiment | undefined>;
  /** Newest first. */
  listExperiments(view?: ViewType): Promise<readonly Experiment[]>;
  renameExperiment(experimentId: string, name: string): Promise<void>;
  setExperimentTags(experimentId: string, tags: Readonly<Record<string, string>>): Promise<void>;
  deleteExperiment(experimentId: string): Promise<void>;
  restoreExperiment(experimentId: string): Promise<void>;

  /** Makes a run with status RUNNING. */
  createRun(run: NewRun): Promise<Run>;
  /** Deleted runs are found. @throws `RUN_NOT_FOUND` */
  getRun(runId: string): Promise<Run>;
  updateRun(runId: string, update: RunUpdate): Promise<void>;
  deleteRun(runId: string): Promise<void>;
  restoreRun(runId: string): Promise<void>;
  /** Any number of records; a store that has limits splits them. */
  logBatch(runId: string, batch: RunBatch): Promise<void>;
  /** @throws `TAG_NOT_FOUND` */
  deleteTag(runId: string, key: string): Promise<void>;
  logInputs(runId: string, datasets: readonly RunDataset[]): Promise<void>;
  logOutputs(runId: string, models: readonly ModelOutput[]): Promise<void>;
  /** All records of one metric, ascending by step, then timestamp; empty when there are none. */
  getMetricHistory(runId: string, key: string): Promise<readonly Metric[]>;
  searchRuns(search: RunSearch): Promise<Page<Run>>;

  createLoggedModel(model: NewLoggedModel): Promise<LoggedModel>;
  finalizeLoggedModel(modelId: string, status: LoggedModelStatus): Promise<void>;
  getLoggedModel(modelId: string): Promise<LoggedModel>;

  /** Ends a run at once, without waiting; used when the process goes down. Left out where that cannot be. */
  endRunNow?(runId: string, status: EndStatus): void;
  /** Brings everything recorded so far to where other programs see it. */
  flush(): Promise<void>;
  /** Flushes and lets go of files and connections. */
  close(): Promise<void>;
}
