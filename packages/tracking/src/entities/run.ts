import type { LifecycleStage } from "./experiment.js";

/** Where a run stands. */
export type RunStatus = "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";

/** The statuses that end a run. */
export type EndStatus = Extract<RunStatus, "FINISHED" | "FAILED" | "KILLED">;

/** Statuses in MLflow's numbering, which its file layout uses. */
export const RUN_STATUSES: readonly RunStatus[] = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

/** What identifies a run and says how it went. */
export interface RunInfo {
  readonly runId: string;
  readonly runName: string;
  readonly experimentId: string;
  readonly userId: string;
  readonly status: RunStatus;
  /** Milliseconds since 1970. */
  readonly startTime: number;
  /** `undefined` while the run is open. */
  readonly endTime: number | undefined;
  readonly artifactUri: string;
  readonly lifecycleStage: LifecycleStage;
}

/** What a handle needs to know of its run. */
export type RunFacts = Pick<RunInfo, "runId" | "runName" | "experimentId" | "artifactUri">;

/** A model a run made. */
export interface ModelOutput {
  readonly modelId: string;
  readonly step: number;
}

/** A run with everything recorded of it but its metric histories and artifacts. */
export interface Run {
  readonly info: RunInfo;
  readonly params: Readonly<Record<string, string>>;
  /** The latest value of each metric; see `isLaterMetric`. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The records those values come from, in code point order of their keys. */
  readonly latestMetrics: readonly Metric[];
  readonly tags: Readonly<Record<string, string>>;
  readonly inputs: readonly RunDataset[];
  readonly outputs: readonly ModelOutput[];
}

/** Records of one run that belong together. */
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
  /** The logged model it measures, when it says so; records of a run are the same with and without. */
  readonly modelId?: string | undefined;
}

/**
 * Whether `a` is later than `b`, as MLflow picks the value that a run shows: by step, then timestamp, then
 * value; NaN counts as 0.
 */
export function isLaterMetric(a: Metric, b: Metric): boolean {
  if (a.step !== b.step) return a.step > b.step;
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp;
  return (Number.isNaN(a.value) ? 0 : a.value) > (Number.isNaN(b.value) ? 0 : b.value);
}

/** A dataset a run used, as the store keeps it. */
export interface RunDataset {
  readonly name: string;
  /** Its version: MLflow takes at most 36 characters. */
  readonly digest: string;
  /** `local`, `http`, `code`: what `source` is. */
  readonly sourceType: string;
  /** JSON text of where it came from. */
  readonly source: string;
  /** JSON text of its columns. */
  readonly schema: string | undefined;
  /** JSON text of its statistics. */
  readonly profile: string | undefined;
  /** `mlflow.data.context` (what it was used for) and further tags of this use. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The tag of a dataset input that says what the run used it for. */
export const DATASET_CONTEXT_TAG = "mlflow.data.context";
