import { checkRecords } from "../entities/check-record.js";
import { parseRunModelId } from "../entities/model.js";
import { RegisteredModelNotFound, ServerRefused } from "../errors.js";
import type { ArtifactStore } from "../store/artifact-store.js";
import type { TrackingStore } from "../store/tracking-store.js";
import type { Http } from "./http.js";
import { restLoggedModels } from "./rest-logged-models.js";
import type { restRuns } from "./rest-runs.js";
import { runModels } from "./run-models.js";

/**
 * The models of a server of any version: logged models, or on a server before MLflow 3, which has none, models in the
 * artifacts of their run. The id of a model says which of the two it is.
 */
export function restModels(http: Http, runs: ReturnType<typeof restRuns>, artifacts: ArtifactStore) {
  const logged = restLoggedModels(http);
  const inRuns = runModels(http, runs, artifacts);
  const methodsFor = (modelId: string) => (parseRunModelId(modelId) ? inRuns : logged);
  return {
    async createLoggedModel(model) {
      try {
        return await logged.createLoggedModel(model);
      } catch (cause) {
        if (!isUnknownCall(cause)) throw cause;
        return inRuns.createLoggedModel(model);
      }
    },
    finalizeLoggedModel: (modelId, status) => methodsFor(modelId).finalizeLoggedModel(modelId, status),
    async getLoggedModel(modelId) {
      try {
        return await methodsFor(modelId).getLoggedModel(modelId);
      } catch (cause) {
        if (isUnknownCall(cause)) throw RegisteredModelNotFound.create({ name: modelId }, { cause });
        throw cause;
      }
    },
    async logOutputs(runId, models) {
      checkRecords("outputs", models);
      for (const model of models) if (parseRunModelId(model.modelId)) await inRuns.link(runId, model);
      const others = models.filter(({ modelId }) => !parseRunModelId(modelId));
      if (others.length > 0) await runs.logOutputs(runId, others);
    },
  } satisfies Partial<TrackingStore>;
}

/** Whether a server does not have the called method: for a missing model it answers with one of MLflow's error codes. */
function isUnknownCall(cause: unknown): boolean {
  if (!ServerRefused.is(cause)) return false;
  const { status, errorCode } = cause.details;
  return (status === 404 || status === 405) && ["", "ENDPOINT_NOT_FOUND"].includes(errorCode);
}
