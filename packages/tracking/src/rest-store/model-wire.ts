import { z } from "zod";
import { LOGGED_MODEL_STATUSES, type LoggedModel } from "../entities/logged-model.js";
import type { ModelVersion, RegisteredModel } from "../entities/registered-model.js";
import { runModelId } from "../entities/run-model.js";
import { integer, metricWire, pairs, record, text } from "./wire.js";

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
    data: z.object({ params: pairs, metrics: z.array(metricWire).default([]) }).optional(),
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
      metrics: data?.metrics ?? [],
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
      modelId: v.model_id || modelOfSource(v.source, v.run_id),
      status: v.status,
      creationTime: v.creation_timestamp,
      lastUpdateTime: v.last_updated_timestamp,
      tags: v.tags,
      aliases: v.aliases ?? [],
    }),
  );

function loggedStatus(status: string | number | undefined): LoggedModel["status"] {
  if (typeof status === "number") return LOGGED_MODEL_STATUSES[status - 1] ?? "PENDING";
  if (status?.endsWith("READY")) return "READY";
  return status?.endsWith("FAILED") ? "FAILED" : "PENDING";
}

/** The model a version was made of, by what versions of servers without logged models say. */
function modelOfSource(source: string, runId: string): string {
  const logged = /^models:\/(m-[\w-]+)$/.exec(source)?.[1];
  if (logged !== undefined) return logged;
  const [, name] = source.split(`/${runId}/artifacts/`);
  return runId !== "" && name ? runModelId({ runId, name }) : "";
}
