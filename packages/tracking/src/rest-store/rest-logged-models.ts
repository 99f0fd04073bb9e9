import { randomUUID } from "node:crypto";
import { parseWith } from "@imdb/core";
import * as z from "zod";
import { checkRecord } from "../entities/check-record.js";
import { assertId, assertLoggedModelName } from "../entities/names.js";
import type { TrackingStore } from "../store/tracking-store.js";
import type { Http } from "./http.js";
import { loggedModelWire } from "./record-wires.js";
import { withModelErrors } from "./server-errors.js";
import { findByRequest, pageWire, REQUEST_TAG, toPairs } from "./wire.js";

const oneModel = z.object({ model: loggedModelWire });
const modelPage = pageWire("models", loggedModelWire);

/** The methods of a store that are about logged models, on a server of MLflow 3. */
export function restLoggedModels(http: Http) {
  async function getLoggedModel(modelId: string) {
    assertId("model id", modelId);
    const answer = await withModelErrors(modelId, () => http.call("GET", `logged-models/${modelId}`, {}));
    return parseWith(oneModel, answer, "The logged model").model;
  }

  return {
    async createLoggedModel(given) {
      checkRecord("model", given);
      const { experimentId, name, modelType, sourceRunId, params, tags, request } = given;
      assertLoggedModelName(name);
      const findCreated = (request: string) =>
        findByRequest(http, "logged-models/search", modelPage, experimentId, request);
      const known = request === undefined ? undefined : await findCreated(request);
      if (known !== undefined) return getLoggedModel(known.modelId);
      const ownRequest = request ?? randomUUID();
      const findExisting = async () => {
        const model = await findCreated(ownRequest);
        return model && { model: { info: { model_id: model.modelId, experiment_id: experimentId } } };
      };
      const input = {
        experiment_id: experimentId,
        name,
        model_type: modelType,
        source_run_id: sourceRunId,
        params: toPairs(params),
        tags: toPairs({ ...tags, [REQUEST_TAG]: ownRequest }),
      };
      const answer = await http.call("POST", "logged-models", input, findExisting);
      const { model } = parseWith(oneModel, answer, "The logged model");
      return model.artifactUri === "" ? getLoggedModel(model.modelId) : model;
    },
    async finalizeLoggedModel(modelId, status) {
      assertId("model id", modelId);
      const wire = status === "FAILED" ? "LOGGED_MODEL_UPLOAD_FAILED" : `LOGGED_MODEL_${status}`;
      const input = { model_id: modelId, status: wire };
      await withModelErrors(modelId, () => http.call("PATCH", `logged-models/${modelId}`, input));
    },
    getLoggedModel,
  } satisfies Partial<TrackingStore>;
}
