import type { Metric } from "./metric.js";

/** Statuses in MLflow's numbering, which its file layout uses. */
export const LOGGED_MODEL_STATUSES = ["PENDING", "READY", "FAILED"] as const;

/** Where the recording of a model stands. */
export type LoggedModelStatus = (typeof LOGGED_MODEL_STATUSES)[number];

/** A model that a run made, with its artifacts: what MLflow 3 shows under "Models" of an experiment. */
export interface LoggedModel {
  readonly modelId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly status: LoggedModelStatus;
  readonly modelType: string;
  readonly sourceRunId: string;
  /** URI of the folder its files are in. */
  readonly artifactUri: string;
  readonly creationTime: number;
  readonly lastUpdateTime: number;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** What was measured of it. */
  readonly metrics: readonly Metric[];
}
