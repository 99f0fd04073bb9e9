import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LOGGED_MODEL_STATUSES, type LoggedModel, type LoggedModelStatus } from "../entities/logged-model.js";
import type { Metric } from "../entities/metric.js";
import { assertLoggedModelName, assertRunId } from "../entities/names.js";
import { RegisteredModelNotFound } from "../errors.js";
import { loggedModelRecord, toLoggedModel } from "../mlflow/records.js";
import type { NewLoggedModel } from "../store/tracking-store.js";
import type { Experiments } from "./experiments.js";
import { keyFiles } from "./key-files.js";
import { hasMeta, LAYOUT } from "./layout.js";
import { metaYaml, readMetaYaml } from "./meta-yaml.js";
import { appendModelMetric, readModelMetrics } from "./model-metrics.js";
import type { FolderMaker } from "./place-folder.js";
import type { SmallFiles } from "./small-file.js";

/** The logged models of a store's folder. */
interface LoggedModels {
  create(model: NewLoggedModel): LoggedModel;
  finalize(modelId: string, status: LoggedModelStatus): void;
  get(modelId: string): LoggedModel;
  /** What keeps, with their model, those metrics of a run that say which model they measure. */
  metricsKeeper(metrics: readonly Metric[]): (runId: string) => void;
  artifactsFolder(modelId: string): string;
}

/** Opens the logged models of the experiments of a store. */
export function openLoggedModels(
  experiments: Experiments,
  files: SmallFiles,
  maker: FolderMaker,
): LoggedModels {
  function folder(modelId: string): string {
    assertRunId(modelId);
    for (const experiment of experiments.folders("ALL")) {
      const path = join(experiment, LAYOUT.models, modelId);
      if (hasMeta(path)) return path;
    }
    throw RegisteredModelNotFound.create({ name: modelId });
  }

  function read(path: string): LoggedModel {
    const meta = readMetaYaml(join(path, LAYOUT.meta), loggedModelRecord);
    const model = toLoggedModel(meta, {
      params: keyFiles(files, path, LAYOUT.params, meta.model_id).read(),
      tags: keyFiles(files, path, LAYOUT.tags, meta.model_id).read(),
      metrics: readModelMetrics(path, meta.model_id),
    });
    return { ...model, artifactUri: pathToFileURL(join(path, LAYOUT.artifacts)).href };
  }

  function create(model: NewLoggedModel): LoggedModel {
    assertLoggedModelName(model.name);
    const modelId = `m-${randomUUID().replaceAll("-", "")}`;
    const path = join(experiments.folder(model.experimentId), LAYOUT.models, modelId);
    const now = Date.now();
    const logged: LoggedModel = {
      ...model,
      modelId,
      status: "PENDING",
      artifactUri: pathToFileURL(join(path, LAYOUT.artifacts)).href,
      creationTime: now,
      lastUpdateTime: now,
      metrics: [],
    };
    maker.place(path, {
      meta: modelYaml(logged),
      folders: [LAYOUT.params, LAYOUT.metrics, LAYOUT.tags, LAYOUT.artifacts],
      tags: model.tags,
      params: model.params,
    });
    return logged;
  }

  return {
    create,
    finalize(modelId, finalStatus) {
      const path = folder(modelId);
      const model = { ...read(path), status: finalStatus, lastUpdateTime: Date.now() };
      files.replace(join(path, LAYOUT.meta), modelYaml(model), path);
    },
    get: (modelId) => read(folder(modelId)),
    metricsKeeper(metrics) {
      const placed = metrics
        .filter((metric) => metric.modelId)
        .map((metric) => ({ metric, path: folder(metric.modelId!) }));
      return (runId) => {
        for (const { metric, path } of placed) appendModelMetric(path, runId, metric);
      };
    },
    artifactsFolder(modelId) {
      const path = join(folder(modelId), LAYOUT.artifacts);
      mkdirSync(path, { recursive: true });
      return path;
    },
  };
}

function modelYaml(model: LoggedModel): string {
  return metaYaml({
    artifact_location: model.artifactUri,
    creation_timestamp: model.creationTime,
    experiment_id: model.experimentId,
    last_updated_timestamp: model.lastUpdateTime,
    lifecycle_stage: "active",
    model_id: model.modelId,
    model_type: model.modelType,
    name: model.name,
    source_run_id: model.sourceRunId,
    status: LOGGED_MODEL_STATUSES.indexOf(model.status) + 1,
    status_message: null,
  });
}
