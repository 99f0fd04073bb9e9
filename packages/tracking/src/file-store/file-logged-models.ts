import { randomUUID } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { checkRecord } from "../entities/check-record.js";
import { LOGGED_MODEL_STATUSES, type LoggedModel } from "../entities/model.js";
import { assertId, assertLoggedModelName } from "../entities/names.js";
import { RegisteredModelNotFound } from "../errors.js";
import { createdNow, loggedModelRecord } from "../mlflow/records.js";
import type { NewLoggedModel, TrackingStore } from "../store/tracking-store.js";
import { damaged } from "./damage.js";
import { experimentFolder, experimentFolders } from "./experiments.js";
import { keyFiles } from "./key-files.js";
import { artifactsUri, hasMeta, isFolder, LAYOUT } from "./layout.js";
import { metaYaml, readMetaYaml } from "./meta-yaml.js";
import { readModelMetrics } from "./metric-line.js";
import { createFolder, type StoreFolder } from "./store-folder.js";
import { whileLocked } from "./update-lock.js";

/** The methods of a store that are about logged models. */
export function loggedModelMethods(store: StoreFolder) {
  return {
    createLoggedModel: async (model) => createModel(store, model),
    async finalizeLoggedModel(modelId, status) {
      await whileLocked(store, modelId, ({ files }) => {
        const path = modelFolder(store, modelId);
        const model = { ...readModel(store, path), status, lastUpdateTime: Date.now() };
        files.replace(join(path, LAYOUT.meta), modelYaml(model), path);
      });
    },
    getLoggedModel: async (modelId) => readModel(store, modelFolder(store, modelId)),
  } satisfies Partial<TrackingStore>;
}

/** The folder of a logged model. @throws `REGISTERED_MODEL_NOT_FOUND` */
export function modelFolder(store: StoreFolder, modelId: string): string {
  assertId("model id", modelId);
  for (const experiment of experimentFolders(store, "ALL")) {
    const models = join(experiment, LAYOUT.models);
    if (isFolder(models) && hasMeta(join(models, modelId))) return join(models, modelId);
  }
  throw RegisteredModelNotFound.create({ name: modelId });
}

function createModel(store: StoreFolder, given: NewLoggedModel): LoggedModel {
  checkRecord("model", given);
  assertLoggedModelName(given.name);
  const modelId = `m-${randomUUID().replaceAll("-", "")}`;
  const path = join(experimentFolder(store, given.experimentId), LAYOUT.models, modelId);
  const { params, tags } = given;
  const state = { modelId, status: "PENDING" as const, artifactUri: artifactsUri(path), metrics: [] };
  const model: LoggedModel = { ...given, ...state, ...createdNow() };
  const folders = [LAYOUT.params, LAYOUT.metrics, LAYOUT.tags, LAYOUT.artifacts];
  createFolder(store, path, { meta: modelYaml(model), folders, tags, params });
  return model;
}

function readModel({ files }: StoreFolder, path: string): LoggedModel {
  const metaPath = join(path, LAYOUT.meta);
  const model = readMetaYaml(metaPath, loggedModelRecord.schema);
  const { modelId, experimentId } = model;
  if (modelId !== basename(path) || experimentId !== basename(dirname(dirname(path))))
    throw damaged(metaPath, `it names model ${modelId} of experiment ${experimentId}`);
  return {
    ...model,
    artifactUri: artifactsUri(path),
    params: keyFiles(files, path, LAYOUT.params, model.modelId).read(),
    tags: keyFiles(files, path, LAYOUT.tags, model.modelId).read(),
    metrics: readModelMetrics(path, model.modelId),
  };
}

function modelYaml(model: LoggedModel): string {
  return metaYaml({
    ...loggedModelRecord.write(model),
    lifecycle_stage: "active",
    status: LOGGED_MODEL_STATUSES.indexOf(model.status) + 1,
    status_message: null,
  });
}
