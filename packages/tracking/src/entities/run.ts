import type { RunDataset } from "./dataset.js";
import type { LifecycleStage } from "./experiment.js";
import type { Metric } from "./metric.js";

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
