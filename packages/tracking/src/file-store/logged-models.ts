import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LOGGED_MODEL_STATUSES, type LoggedModel } from "../entities/model.js";
import { assertId, assertLoggedModelName } from "../entities/names.js";
import type { Metric } from "../entities/run.js";
import { RegisteredModelNotFound } from "../errors.js";
import { loggedModelRecord } from "../mlflow/records.js";
import type { TrackingStore } from "../store/tracking-store.js";
import type { Experiments } from "./experiments.js";
import { keyFiles } from "./key-files.js";
import { hasMeta, LAYOUT } from "./layout.js";
import { metaYaml, readMetaYaml } from "./meta-yaml.js";
import { appendModelMetric, readModelMetrics } from "./metric-line.js";
import type { PlaceFolder } from "./place-folder.js";
import type { SmallFiles } from "./small-file.js";

/** Opens the logged models of the experiments of a store. */
export function openLoggedModels(experiments: Experiments, files: SmallFiles, place: PlaceFolder) {
  function folder(modelId: string): string {
    assertId("model id", modelId);
    for (const experiment of experiments.folders("ALL")) {
      const path = join(experiment, LAYOUT.models, modelId);
      if (hasMeta(path)) return path;
    }
    throw RegisteredModelNotFound.create({ name: modelId });
  }

  function read(path: string): LoggedModel {
    const model = readMetaYaml(join(path, LAYOUT.meta), loggedModelRecord.schema);
    return {
      ...model,
      artifactUri: artifactsOf(path),
      params: keyFiles(files, path, LAYOUT.params, model.modelId).read(),
      tags: keyFiles(files, path, LAYOUT.tags, model.modelId).read(),
      metrics: readModelMetrics(path, model.modelId),
    };
  }

  return {
    /** What keeps, with their model, those metrics of a run that say which model they measure. */
    metricsKeeper(metrics: readonly Metric[]): (runId: string) => void {
      const placed = metrics
        .filter((metric) => metric.modelId)
        .map((metric) => ({ metric, path: folder(metric.modelId!) }));
      return (runId) => {
        for (const { metric, path } of placed) appendModelMetric(path, runId, metric);
      };
    },
    artifactsFolder(modelId: string): string {
      const path = join(folder(modelId), LAYOUT.artifacts);
      mkdirSync(path, { recursive: true });
      return path;
    },
    methods: {
      async createLoggedModel(given) {
        assertLoggedModelName(given.name);
        const modelId = `m-${randomUUID().replaceAll("-", "")}`;
        const path = join(experiments.folder(given.experimentId), LAYOUT.models, modelId);
        const { params, tags } = given;
        const now = Date.now();
        const state = { modelId, status: "PENDING" as const, artifactUri: artifactsOf(path), metrics: [] };
        const model: LoggedModel = { ...given, ...state, creationTime: now, lastUpdateTime: now };
        const folders = [LAYOUT.params, LAYOUT.metrics, LAYOUT.tags, LAYOUT.artifacts];
        place(path, { meta: modelYaml(model), folders, tags, params });
        return model;
      },
      async finalizeLoggedModel(modelId, status) {
        const path = folder(modelId);
        const model = { ...read(path), status, lastUpdateTime: Date.now() };
        files.replace(join(path, LAYOUT.meta), modelYaml(model), path);
      },
      getLoggedModel: async (modelId) => read(folder(modelId)),
    } satisfies Partial<TrackingStore>,
  };
}

function artifactsOf(path: string): string {
  return pathToFileURL(join(path, LAYOUT.artifacts)).href;
}

function modelYaml(model: LoggedModel): string {
  return metaYaml({
    ...loggedModelRecord.write(model),
    lifecycle_stage: "active",
    status: LOGGED_MODEL_STATUSES.indexOf(model.status) + 1,
    status_message: null,
  });
}
