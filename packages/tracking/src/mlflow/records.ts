import * as z from "zod";
import type { Experiment } from "../entities/experiment.js";
import {
  LOGGED_MODEL_STATUSES,
  type LoggedModel,
  type ModelVersion,
  type RegisteredModel,
} from "../entities/model.js";
import { RUN_STATUSES, type RunDataset, type RunInfo } from "../entities/run.js";
import { integer, optionalInteger, optionalText, stage, stateOf, text, textOrEmpty } from "./values.js";

// MLflow's records have the same fields in the answers of a server and in the files of its layout. What is stored apart
// from them, such as tags, is added by the reader.

/** For each field of an entity its schema, its name in a record, and other names that it has in some versions. */
type Fields<T> = { readonly [K in keyof T]: readonly [z.ZodType<T[K]>, string, ...string[]] };

/** The schema that reads an entity from a record of MLflow, and the function that writes its record. */
function recordOf<T extends object>(fields: Fields<T>) {
  const columns = Object.entries(fields) as [keyof T & string, Fields<T>[keyof T & string]][];
  const shape = Object.fromEntries(columns.map(([, [schema, name]]) => [name, schema]));
  const named = z.preprocess((record) => {
    const given = { ...(record as Record<string, unknown>) };
    for (const [, [, name, ...others]] of columns) {
      for (const other of others) given[name] ||= given[other];
    }
    return given;
  }, z.object(shape));
  return {
    schema: named.transform(
      (record) => Object.fromEntries(columns.map(([field, [, name]]) => [field, record[name]])) as T,
    ),
    write: (entity: T) =>
      Object.fromEntries(columns.map(([field, [, name]]) => [name, entity[field] as string | number])),
  };
}

export const experimentRecord = recordOf<Omit<Experiment, "tags">>({
  experimentId: [text, "experiment_id"],
  name: [text, "name"],
  artifactLocation: [textOrEmpty, "artifact_location"],
  lifecycleStage: [stage, "lifecycle_stage"],
  creationTime: [optionalInteger, "creation_time"],
  lastUpdateTime: [optionalInteger, "last_update_time"],
});

export const runRecord = recordOf<RunInfo>({
  runId: [textOrEmpty, "run_id", "run_uuid"],
  runName: [textOrEmpty, "run_name", "name"],
  experimentId: [text, "experiment_id"],
  userId: [textOrEmpty, "user_id"],
  status: [stateOf(RUN_STATUSES), "status"],
  startTime: [optionalInteger.transform((time) => time ?? 0), "start_time"],
  // Old servers return 0 for an open run.
  endTime: [optionalInteger.transform((time) => time || undefined), "end_time"],
  artifactUri: [textOrEmpty, "artifact_uri"],
  lifecycleStage: [stage, "lifecycle_stage"],
});

export const datasetRecord = recordOf<Omit<RunDataset, "tags">>({
  name: [text, "name"],
  digest: [text, "digest"],
  sourceType: [text.default("local"), "source_type"],
  source: [textOrEmpty, "source"],
  schema: [optionalText, "schema"],
  profile: [optionalText, "profile"],
});

const registered = {
  name: [text, "name"],
  description: [textOrEmpty, "description"],
  creationTime: [integer.default(0), "creation_timestamp", "creation_timestamp_ms"],
  lastUpdateTime: [integer.default(0), "last_updated_timestamp", "last_updated_timestamp_ms"],
} as const;

export const registeredModelRecord = recordOf<Omit<RegisteredModel, "tags" | "aliases">>(registered);

export const modelVersionRecord = recordOf<Omit<ModelVersion, "tags" | "aliases">>({
  ...registered,
  version: [text, "version"],
  source: [textOrEmpty, "source"],
  runId: [textOrEmpty, "run_id"],
  modelId: [textOrEmpty, "model_id"],
  status: [z.string().default("READY"), "status"],
});

/** Reads a version. One without the id of its logged model may have the id in its source. */
export const modelVersionSchema = modelVersionRecord.schema.transform((version) => ({
  ...version,
  modelId: version.modelId || (/^models:\/(m-[\w-]+)$/.exec(version.source)?.[1] ?? ""),
}));

/** On servers a status has the prefix `LOGGED_MODEL_`, and a failure `UPLOAD_` too; in folders it is a number. */
const modelStatus = z.preprocess(
  (status) => (typeof status === "string" ? status.replace(/^LOGGED_MODEL_(UPLOAD_)?/, "") : status),
  stateOf(LOGGED_MODEL_STATUSES).catch("PENDING"),
);

export const loggedModelRecord = recordOf<Omit<LoggedModel, "params" | "tags" | "metrics">>({
  modelId: [z.string(), "model_id"],
  experimentId: [text, "experiment_id"],
  name: [textOrEmpty, "name"],
  status: [modelStatus, "status"],
  modelType: [textOrEmpty, "model_type"],
  sourceRunId: [textOrEmpty, "source_run_id"],
  artifactUri: [textOrEmpty, "artifact_location", "artifact_uri"],
  creationTime: registered.creationTime,
  lastUpdateTime: registered.lastUpdateTime,
});

/** The two times of an entity that is created now. */
export function createdNow(): { readonly creationTime: number; readonly lastUpdateTime: number } {
  const now = Date.now();
  return { creationTime: now, lastUpdateTime: now };
}
