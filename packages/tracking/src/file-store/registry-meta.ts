import type { ModelVersion, RegisteredModel } from "../entities/registered-model.js";
import { metaYaml } from "./meta-yaml.js";

/** The `meta.yaml` of a registered model, with every field that MLflow's own store writes. */
export function registeredYaml(model: RegisteredModel): string {
  return metaYaml({
    name: model.name,
    description: model.description,
    creation_timestamp: model.creationTime,
    last_updated_timestamp: model.lastUpdateTime,
  });
}

/** The same of a model version. */
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
