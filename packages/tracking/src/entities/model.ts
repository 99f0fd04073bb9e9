import type { Metric } from "./run.js";

/** Statuses in MLflow's numbering, which its file layout uses. */
export const LOGGED_MODEL_STATUSES = ["PENDING", "READY", "FAILED"] as const;

/** The status of a logged model. `PENDING`: its files are being written. */
export type LoggedModelStatus = (typeof LOGGED_MODEL_STATUSES)[number];

/** A model that a run made, with its artifacts. MLflow 3 shows it under "Models" of its experiment. */
export interface LoggedModel {
  readonly modelId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly status: LoggedModelStatus;
  readonly modelType: string;
  readonly sourceRunId: string;
  /** URI of the folder of its files. */
  readonly artifactUri: string;
  readonly creationTime: number;
  readonly lastUpdateTime: number;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** The metrics that name it. */
  readonly metrics: readonly Metric[];
}

/** A registered model: a name with versions. */
export interface RegisteredModel {
  readonly name: string;
  readonly description: string;
  readonly creationTime: number;
  readonly lastUpdateTime: number;
  readonly tags: Readonly<Record<string, string>>;
  /** The version number of each alias. */
  readonly aliases: Readonly<Record<string, string>>;
}

/** One version of a registered model. */
export interface ModelVersion {
  readonly name: string;
  /** An integer from 1, as a text, as in MLflow. */
  readonly version: string;
  readonly description: string;
  /** URI of the model's files. */
  readonly source: string;
  /** The run that made it; empty when none is known. */
  readonly runId: string;
  /** The logged model it was made of; empty when none is known. */
  readonly modelId: string;
  readonly status: string;
  readonly creationTime: number;
  readonly lastUpdateTime: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly aliases: readonly string[];
}

/** The aliases of a version, by the version number that each alias of its model names. */
export function aliasesOfVersion(version: string, aliases: RegisteredModel["aliases"]): string[] {
  return Object.keys(aliases).filter((alias) => aliases[alias] === version);
}

/**
 * A model on a server before MLflow 3, which has no logged models. Its files are a folder in the artifacts of its run,
 * so the run and the name of that folder identify it.
 */
interface RunModel {
  readonly runId: string;
  readonly name: string;
}

const ID = /^run-([0-9a-f]{32})-([\w-]+)$/;

/** The id of such a model. It holds the run and the name. */
export function runModelId({ runId, name }: RunModel): string {
  return `run-${runId}-${Buffer.from(name).toString("base64url")}`;
}

/** The run and the name of a model of a run, by its id; `undefined` for the id of a logged model. */
export function parseRunModelId(modelId: string): RunModel | undefined {
  const [, runId, name] = ID.exec(modelId) ?? [];
  if (runId === undefined || name === undefined) return undefined;
  return { runId, name: Buffer.from(name, "base64url").toString() };
}

/** The URI by which MLflow's clients load a model. */
export function modelUriOf(modelId: string): string {
  const model = parseRunModelId(modelId);
  return model ? `runs:/${model.runId}/${model.name}` : `models:/${modelId}`;
}
