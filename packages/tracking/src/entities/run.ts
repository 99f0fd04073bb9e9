import type { LifecycleStage } from "./experiment.js";

/** The status of a run. */
export type RunStatus = "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";

/** The statuses that end a run. */
export type EndStatus = Extract<RunStatus, "FINISHED" | "FAILED" | "KILLED">;

/** Statuses in MLflow's numbering, which its file layout uses. */
export const RUN_STATUSES: readonly RunStatus[] = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

/** The identity and the state of a run. */
export interface RunInfo {
  readonly runId: string;
  readonly runName: string;
  readonly experimentId: string;
  readonly userId: string;
  readonly status: RunStatus;
  /** Milliseconds since 1970. */
  readonly startTime: number;
  /** Milliseconds since 1970; `undefined` while the run is open. */
  readonly endTime: number | undefined;
  readonly artifactUri: string;
  readonly lifecycleStage: LifecycleStage;
}

/** The fields of a run that its handle shows. */
export type RunIdentity = Pick<RunInfo, "runId" | "runName" | "experimentId" | "artifactUri">;

/** A logged model that a run made. */
export interface ModelOutput {
  readonly modelId: string;
  readonly step: number;
}

/** A run with everything that is recorded of it, except metric histories and artifacts. */
export interface Run {
  readonly info: RunInfo;
  readonly params: Readonly<Record<string, string>>;
  /** The latest value of each metric; see `isLaterMetric`. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The records of these values, in code point order of their keys. */
  readonly latestMetrics: readonly Metric[];
  readonly tags: Readonly<Record<string, string>>;
  readonly inputs: readonly RunDataset[];
  readonly outputs: readonly ModelOutput[];
}

/** Records of one run that are logged together. */
export interface RunBatch {
  readonly metrics?: readonly Metric[];
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** One recorded value of a metric. */
export interface Metric {
  readonly key: string;
  /** May be NaN or infinite. */
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step: number;
  /** The logged model that it measures, where that is known. It is not part of the identity of a record. */
  readonly modelId?: string | undefined;
}

/** Whether `a` is later than `b` in MLflow's order: by step, then timestamp, then value, where NaN counts as 0. */
export function isLaterMetric(a: Metric, b: Metric): boolean {
  if (a.step !== b.step) return a.step > b.step;
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp;
  return (Number.isNaN(a.value) ? 0 : a.value) > (Number.isNaN(b.value) ? 0 : b.value);
}

/** The order of a metric's history: ascending by step, then by timestamp. */
export function byStep(a: Metric, b: Metric): number {
  return a.step - b.step || a.timestamp - b.timestamp;
}

/** The value of each metric, by its key. */
export function metricValues(metrics: readonly Metric[]): Record<string, number> {
  return Object.fromEntries(metrics.map(({ key, value }) => [key, value]));
}

/** A dataset that a run used. */
export interface RunDataset {
  readonly name: string;
  /** Its version: MLflow takes at most 36 characters. */
  readonly digest: string;
  /** The kind of `source`: `local`, `http` or `code`. */
  readonly sourceType: string;
  /** JSON text of its origin. */
  readonly source: string;
  /** JSON text of its columns. */
  readonly schema: string | undefined;
  /** JSON text of its statistics. */
  readonly profile: string | undefined;
  /** `mlflow.data.context` (the purpose of the dataset in the run) and further tags of this use. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The tag of a dataset input that holds its purpose in the run. */
export const DATASET_CONTEXT_TAG = "mlflow.data.context";
