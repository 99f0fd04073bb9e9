import { z } from "zod";
import type { RunDataset } from "../entities/dataset.js";
import type { Experiment } from "../entities/experiment.js";
import { LOGGED_MODEL_STATUSES, type LoggedModel } from "../entities/logged-model.js";
import type { ModelVersion, RegisteredModel } from "../entities/registered-model.js";
import { RUN_STATUSES, type RunInfo } from "../entities/run.js";
import { integer, optionalInteger, stage, stateOf, text, textOrEmpty } from "./values.js";

// MLflow's records have the same fields in the answers of a server and in the files of its layout. What stands beside
// them there, such as tags, is given by the reader.

type Texts = Readonly<Record<string, string>>;

export const experimentRecord = z.object({
  experiment_id: text,
  name: text,
  artifact_location: textOrEmpty,
  lifecycle_stage: stage,
  creation_time: optionalInteger,
  last_update_time: optionalInteger,
});

export function toExperiment(record: z.output<typeof experimentRecord>, tags: Texts): Experiment {
  return {
    experimentId: record.experiment_id,
    name: record.name,
    artifactLocation: record.artifact_location,
    lifecycleStage: record.lifecycle_stage,
    creationTime: record.creation_time,
    lastUpdateTime: record.last_update_time,
    tags,
  };
}

/** Of a run; old versions have the fields `run_uuid` and `name`. */
export const runRecord = z.object({
  run_id: textOrEmpty,
  run_uuid: textOrEmpty,
  run_name: textOrEmpty,
  name: textOrEmpty,
  experiment_id: text,
  user_id: textOrEmpty,
  status: stateOf(RUN_STATUSES),
  start_time: integer.nullish(),
  end_time: optionalInteger,
  artifact_uri: textOrEmpty,
  lifecycle_stage: stage,
});

export function toRunInfo(record: z.output<typeof runRecord>): RunInfo {
  return {
    runId: record.run_id || record.run_uuid,
    runName: record.run_name || record.name,
    experimentId: record.experiment_id,
    userId: record.user_id,
    status: record.status,
    startTime: record.start_time ?? 0,
    // Old servers say 0 for a run that is open.
    endTime: record.end_time || undefined,
    artifactUri: record.artifact_uri,
    lifecycleStage: record.lifecycle_stage,
  };
}

export const datasetRecord = z.object({
  name: text,
  digest: text,
  source_type: textOrEmpty,
  source: textOrEmpty,
  schema: z.string().nullish(),
  profile: z.string().nullish(),
});

export function toDataset(record: z.output<typeof datasetRecord>, tags: Texts): RunDataset {
  const { name, digest, source, source_type: sourceType } = record;
  const [schema, profile] = [record.schema ?? undefined, record.profile ?? undefined];
  return { name, digest, sourceType, source, schema, profile, tags };
}

export const registeredModelRecord = z.object({
  name: text,
  description: textOrEmpty,
  creation_timestamp: integer.default(0),
  last_updated_timestamp: integer.default(0),
});

export function toRegisteredModel(
  record: z.output<typeof registeredModelRecord>,
  tags: Texts,
  aliases: Texts,
): RegisteredModel {
  return {
    name: record.name,
    description: record.description,
    creationTime: record.creation_timestamp,
    lastUpdateTime: record.last_updated_timestamp,
    tags,
    aliases,
  };
}

export const modelVersionRecord = registeredModelRecord.extend({
  version: text,
  source: textOrEmpty,
  run_id: textOrEmpty,
  model_id: textOrEmpty,
  status: z.string().default("READY"),
});

/** A version that names no logged model may name it in its source. */
export function toModelVersion(
  record: z.output<typeof modelVersionRecord>,
  tags: Texts,
  aliases: readonly string[],
): ModelVersion {
  const { name, version, description, source, status } = record;
  return {
    name,
    version,
    description,
    source,
    runId: record.run_id,
    modelId: record.model_id || (/^models:\/(m-[\w-]+)$/.exec(source)?.[1] ?? ""),
    status,
    creationTime: record.creation_timestamp,
    lastUpdateTime: record.last_updated_timestamp,
    tags,
    aliases,
  };
}

/** Servers put `LOGGED_MODEL_` before a status, and `UPLOAD_` before a failure; folders keep its number. */
const modelStatus = z.preprocess(
  (status) => (typeof status === "string" ? status.replace(/^LOGGED_MODEL_(UPLOAD_)?/, "") : status),
  stateOf(LOGGED_MODEL_STATUSES).catch("PENDING"),
);

/** Of a logged model; servers call the times by other names than folders. */
export const loggedModelRecord = z.object({
  model_id: z.string(),
  experiment_id: text,
  name: textOrEmpty,
  artifact_uri: textOrEmpty,
  status: modelStatus,
  model_type: textOrEmpty,
  source_run_id: textOrEmpty,
  creation_timestamp: integer.default(0),
  creation_timestamp_ms: optionalInteger,
  last_updated_timestamp: integer.default(0),
  last_updated_timestamp_ms: optionalInteger,
});

export function toLoggedModel(
  record: z.output<typeof loggedModelRecord>,
  { params, tags, metrics }: Pick<LoggedModel, "params" | "tags" | "metrics">,
): LoggedModel {
  return {
    modelId: record.model_id,
    experimentId: record.experiment_id,
    name: record.name,
    status: record.status,
    modelType: record.model_type,
    sourceRunId: record.source_run_id,
    artifactUri: record.artifact_uri,
    creationTime: record.creation_timestamp_ms ?? record.creation_timestamp,
    lastUpdateTime: record.last_updated_timestamp_ms ?? record.last_updated_timestamp,
    params,
    tags,
    metrics,
  };
}
