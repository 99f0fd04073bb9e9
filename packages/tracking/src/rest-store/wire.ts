import { byCodePoint } from "@imdb/core";
import { z } from "zod";
import type { Experiment } from "../entities/experiment.js";
import { LOGGED_MODEL_STATUSES, type LoggedModel } from "../entities/logged-model.js";
import type { Metric } from "../entities/metric.js";
import type { ModelVersion, RegisteredModel } from "../entities/registered-model.js";
import { RUN_STATUSES, type Run } from "../entities/run.js";

/** Tells what a request made, though its answer got lost, from everything else. */
export const REQUEST_TAG = "imdb.request";

// MLflow's JSON: protobuf's mapping, where 64-bit integers may be texts and NaN and infinities are.

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? "" : String(value)));
const integer = z.union([z.int(), z.string().regex(/^-?\d+$/)]).transform(Number);
const optionalInteger = integer.nullish().transform((value) => value ?? undefined);
const double = z.union([
  z.number(),
  z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number),
  z
    .string()
    .regex(/^[-+\d.eE]+$/)
    .transform(Number),
]);
const pairs = z
  .array(z.object({ key: z.string(), value: text }))
  .nullish()
  .transform((list) => record(list ?? []));
const stage = z.enum(["active", "deleted"]).default("active");

/** A metric in an answer. */
export const metricWire = z
  .object({ key: z.string(), value: double, timestamp: integer.default(0), step: integer.default(0) })
  .transform(({ key, value, timestamp, step }): Metric => ({ key, value, timestamp, step }));

/** An experiment in an answer. */
export const experimentWire = z
  .object({
    experiment_id: z.string(),
    name: z.string(),
    artifact_location: text,
    lifecycle_stage: stage,
    creation_time: optionalInteger,
    last_update_time: optionalInteger,
    tags: pairs,
  })
  .transform(
    (e): Experiment => ({
      experimentId: e.experiment_id,
      name: e.name,
      artifactLocation: e.artifact_location,
      lifecycleStage: e.lifecycle_stage,
      creationTime: e.creation_time,
      lastUpdateTime: e.last_update_time,
      tags: e.tags,
    }),
  );

const datasetInputWire = z.object({
  tags: pairs,
  dataset: z.object({
    name: z.string(),
    digest: z.string(),
    source_type: text,
    source: text,
    schema: z.string().nullish(),
    profile: z.string().nullish(),
  }),
});

/** A run in an answer. */
export const runWire = z
  .object({
    info: z.object({
      run_id: z.string(),
      run_name: text,
      experiment_id: z.string(),
      user_id: text,
      status: z.enum(RUN_STATUSES as [(typeof RUN_STATUSES)[number]]).default("RUNNING"),
      start_time: integer.default(0),
      end_time: optionalInteger,
      artifact_uri: text,
      lifecycle_stage: stage,
    }),
    data: z
      .object({ metrics: z.array(metricWire).default([]), params: pairs, tags: pairs })
      .default({ metrics: [], params: {}, tags: {} }),
    inputs: z.object({ dataset_inputs: z.array(datasetInputWire).default([]) }).optional(),
    outputs: z
      .object({
        model_outputs: z.array(z.object({ model_id: z.string(), step: integer.default(0) })).default([]),
      })
      .optional(),
  })
  .transform(({ info, data, inputs, outputs }): Run => {
    const latest = [...data.metrics].sort((a, b) => byCodePoint(a.key, b.key));
    return {
      info: {
        runId: info.run_id,
        runName: info.run_name,
        experimentId: info.experiment_id,
        userId: info.user_id,
        status: info.status,
        startTime: info.start_time,
        // Old servers say 0 for a run that is open.
        endTime: info.end_time || undefined,
        artifactUri: info.artifact_uri,
        lifecycleStage: info.lifecycle_stage,
      },
      params: data.params,
      metrics: Object.fromEntries(latest.map((metric) => [metric.key, metric.value])),
      latestMetrics: latest,
      tags: data.tags,
      inputs: (inputs?.dataset_inputs ?? []).map(({ dataset, tags }) => ({
        name: dataset.name,
        digest: dataset.digest,
        sourceType: dataset.source_type,
        source: dataset.source,
        schema: dataset.schema ?? undefined,
        profile: dataset.profile ?? undefined,
        tags,
      })),
      outputs: (outputs?.model_outputs ?? []).map((o) => ({ modelId: o.model_id, step: o.step })),
    };
  });

/** A logged model in an answer. */
export const loggedModelWire = z
  .object({
    info: z.object({
      model_id: z.string(),
      experiment_id: z.string(),
      name: text,
      artifact_uri: text,
      status: z.union([z.string(), z.number()]).optional(),
      model_type: text,
      source_run_id: text,
      creation_timestamp_ms: integer.default(0),
      last_updated_timestamp_ms: integer.default(0),
      tags: pairs,
    }),
    data: z.object({ params: pairs }).optional(),
  })
  .transform(
    ({ info, data }): LoggedModel => ({
      modelId: info.model_id,
      experimentId: info.experiment_id,
      name: info.name,
      status: loggedStatus(info.status),
      modelType: info.model_type,
      sourceRunId: info.source_run_id,
      artifactUri: info.artifact_uri,
      creationTime: info.creation_timestamp_ms,
      lastUpdateTime: info.last_updated_timestamp_ms,
      params: data?.params ?? {},
      tags: info.tags,
    }),
  );

/** A registered model in an answer. */
export const registeredModelWire = z
  .object({
    name: z.string(),
    description: text,
    creation_timestamp: integer.default(0),
    last_updated_timestamp: integer.default(0),
    tags: pairs,
    aliases: z
      .array(z.object({ alias: z.string(), version: text }))
      .nullish()
      .transform((list) =>
        record((list ?? []).map(({ alias, version }) => ({ key: alias, value: version }))),
      ),
  })
  .transform(
    (m): RegisteredModel => ({
      name: m.name,
      description: m.description,
      creationTime: m.creation_timestamp,
      lastUpdateTime: m.last_updated_timestamp,
      tags: m.tags,
      aliases: m.aliases,
    }),
  );

/** A model version in an answer. */
export const modelVersionWire = z
  .object({
    name: z.string(),
    version: text,
    description: text,
    source: text,
    run_id: text,
    model_id: text,
    status: z.string().default("READY"),
    creation_timestamp: integer.default(0),
    last_updated_timestamp: integer.default(0),
    tags: pairs,
    aliases: z.array(z.string()).nullish(),
  })
  .transform(
    (v): ModelVersion => ({
      name: v.name,
      version: v.version,
      description: v.description,
      source: v.source,
      runId: v.run_id,
      modelId: v.model_id || (/^models:\/(m-[\w-]+)$/.exec(v.source)?.[1] ?? ""),
      status: v.status,
      creationTime: v.creation_timestamp,
      lastUpdateTime: v.last_updated_timestamp,
      tags: v.tags,
      aliases: v.aliases ?? [],
    }),
  );

/** A number as protobuf's JSON has it. */
export function doubleToWire(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** A record as MLflow's list of keys and values. */
export function toPairs(values: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

function record(list: readonly { key: string; value: string }[]): Record<string, string> {
  const values: Record<string, string> = Object.create(null);
  for (const { key, value } of [...list].sort((a, b) => byCodePoint(a.key, b.key))) values[key] = value;
  return values;
}

function loggedStatus(status: string | number | undefined): LoggedModel["status"] {
  if (typeof status === "number") return LOGGED_MODEL_STATUSES[status - 1] ?? "PENDING";
  if (status?.endsWith("READY")) return "READY";
  return status?.endsWith("FAILED") ? "FAILED" : "PENDING";
}
