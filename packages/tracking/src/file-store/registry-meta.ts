import { z } from "zod";
import type { ModelVersion, RegisteredModel } from "../entities/registered-model.js";
import { metaInteger, metaText, metaYaml } from "./meta-yaml.js";

const text = z
  .union([z.string(), z.number(), z.bigint()])
  .nullish()
  .transform((value) => String(value ?? ""));

/** The `meta.yaml` of a registered model. */
export const registeredMeta = z.object({
  name: metaText,
  description: text,
  creation_timestamp: metaInteger.default(0),
  last_updated_timestamp: metaInteger.default(0),
});
/** The `meta.yaml` of a model version. */
export const versionMeta = registeredMeta.extend({
  version: metaText,
  source: text,
  run_id: text,
  status: z.string().default("READY"),
  storage_location: text,
  model_id: text,
});

/** What {@link registeredMeta} reads, with every field that MLflow's own store writes. */
export function registeredYaml(model: RegisteredModel): string {
  return metaYaml({
    name: model.name,
    description: model.description,
    creation_timestamp: model.creationTime,
    last_updated_timestamp: model.lastUpdateTime,
  });
}

/** What {@link versionMeta} reads, likewise. */
export function versionYaml(version: ModelVersion): string {
  return metaYaml({
    name: version.name,
    version: Number(version.version),
    description: version.description,
    source: version.source,
    storage_location: version.source,
    run_id: version.runId,
    run_link: "",
    model_id: version.modelId,
    status: version.status,
    status_message: "",
    current_stage: "None",
    user_id: "",
    creation_timestamp: version.creationTime,
    last_updated_timestamp: version.lastUpdateTime,
  });
}

/** The logged model a version was made of, by its source; empty when it was not. */
export function modelIdOf(source: string): string {
  return /^models:\/(m-[\w-]+)$/.exec(source)?.[1] ?? "";
}
