import { having, integer, listOf, oneOf, optional, optionsOf, text } from "@imdb/core/options";
import type { Damage } from "../entities/damage.js";
import type { Experiment, ViewType } from "../entities/experiment.js";
import type { LoggedModel, LoggedModelStatus } from "../entities/model.js";
import {
  type EndStatus,
  type Metric,
  type ModelOutput,
  RUN_STATUSES,
  type Run,
  type RunBatch,
  type RunDataset,
  type RunInfo,
  type RunStatus,
} from "../entities/run.js";
import type { ArtifactStore } from "./artifact-store.js";
import type { RegistryStore } from "./registry-store.js";

/** What a new run is made of. */
export interface NewRun extends Pick<RunInfo, "experimentId" | "runName" | "userId" | "startTime"> {
  readonly tags: Readonly<Record<string, string>>;
}

/** The fields of a run that can change after its start. A field that is left out stays. */
export interface RunUpdate {
  readonly status?: RunStatus;
  /** Milliseconds since 1970. */
  readonly endTime?: number;
  readonly runName?: string;
}

/** The schema of {@link RunUpdate}. */
export const runUpdateOptions = optionsOf<RunUpdate, keyof RunUpdate>({
  status: optional(oneOf(...RUN_STATUSES)),
  endTime: optional(integer(0, Number.MAX_SAFE_INTEGER)),
  runName: optional(text),
});

/** What a new logged model is made of. */
export interface NewLoggedModel
  extends Pick<LoggedModel, "experimentId" | "name" | "modelType" | "sourceRunId" | "params" | "tags"> {
  /** 32 hexadecimal digits that identify this request: a server that gets it twice creates one model. */
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
  /** `nextPageToken` of the page before. */
  readonly pageToken?: string | undefined;
}

/** The schema of {@link RunSearch}. */
export const runSearchOptions = optionsOf<RunSearch, "pageToken">({
  experimentIds: listOf(text),
  filter: ["", text],
  view: ["ACTIVE_ONLY", oneOf("ACTIVE_ONLY", "DELETED_ONLY", "ALL")],
  orderBy: [[], listOf(text)],
  maxResults: [1_000, integer(1, 50_000)],
  pageToken: optional(text),
});

/** One page of a result; the last has no `nextPageToken`. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken?: string | undefined;
  /**
   * The files of a local store that are damaged, so that a run, or a dataset of a run, is left out. Each is written to
   * the process's warnings once too. Missing when there are none.
   */
  readonly damaged?: readonly Damage[] | undefined;
}

/**
 * Keeps experiments, runs, artifacts and registered models: in a folder, or on an MLflow server. Every store behaves as
 * MLflow does, which the suite `src/testing/tracking-store-contract.ts` tests.
 *
 * When the promise of a call resolves, its records are kept, also when this process is killed at once.
 */
export interface TrackingStore {
  /** The path of the folder, or the URL of the server. */
  readonly uri: string;
  readonly artifacts: ArtifactStore;
  readonly registry: RegistryStore;

  /** @throws `TRACKED_NAME_TAKEN`, `INVALID_TRACKING_NAME` */
  createExperiment(name: string, tags?: Readonly<Record<string, string>>): Promise<string>;
  /** @throws `EXPERIMENT_NOT_FOUND` */
  getExperiment(experimentId: string): Promise<Experiment>;
  /** Returns `undefined` when no experiment has this name. Deleted experiments are found too. */
  getExperimentByName(name: string): Promise<Experiment | undefined>;
  /** Newest first. */
  listExperiments(view?: ViewType): Promise<readonly Experiment[]>;
  renameExperiment(experimentId: string, name: string): Promise<void>;
  setExperimentTags(experimentId: string, tags: Readonly<Record<string, string>>): Promise<void>;
  deleteExperiment(experimentId: string): Promise<void>;
  restoreExperiment(experimentId: string): Promise<void>;

  /** Creates a run with status RUNNING. */
  createRun(run: NewRun): Promise<Run>;
  /** Deleted runs are found too. @throws `RUN_NOT_FOUND` */
  getRun(runId: string): Promise<Run>;
  updateRun(runId: string, update: RunUpdate): Promise<void>;
  deleteRun(runId: string): Promise<void>;
  restoreRun(runId: string): Promise<void>;
  /** Takes any number of records: a store with limits splits them. */
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

  /** Ends a run synchronously, while the process exits. A store that cannot do that leaves this method out. */
  endRunNow?(runId: string, status: EndStatus): void;
  /** Makes everything recorded so far visible to other programs. */
  flush(): Promise<void>;
  /** Flushes, and closes files and connections. */
  close(): Promise<void>;
}

/** The rule of an argument that is a store. */
export const storeRule = having<TrackingStore>("a store such as fileStore(dir)", "createRun");
