import { randomUUID } from "node:crypto";
import { parseWith } from "@imdb/core";
import { z } from "zod";
import { assertLoggedModelName, assertRunId } from "../entities/names.js";
import type { TrackingStore } from "../store/tracking-store.js";
import type { Http } from "./http.js";
import { loggedModelWire } from "./record-wires.js";
import { ofModel } from "./refusals.js";
import { REQUEST_TAG, toPairs } from "./wire.js";

const oneModel = z.object({ model: loggedModelWire });
const manyModels = z.object({ models: z.array(loggedModelWire).default([]) });

/** The part of a store that is about logged models. */
export type ModelMethods = Pick<
  TrackingStore,
  "createLoggedModel" | "finalizeLoggedModel" | "getLoggedModel"
>;

/** The logged models of an MLflow server, which has them since MLflow 3. */
export function restLoggedModels(http: Http): ModelMethods {
  async function getLoggedModel(modelId: string) {
    assertRunId(modelId);
    const answer = await ofModel(modelId, () => http.call("GET", `logged-models/${modelId}`, {}));
    return parseWith(oneModel, answer, "The logged model").model;
  }

  /** The id of the model that a request made, when it did. */
  async function madeBy(request: string, experimentId: string): Promise<string | undefined> {
    const filter = `tags.\`${REQUEST_TAG}\` = '${request}'`;
    const input = { experiment_ids: [experimentId], filter, max_results: 1 };
    const answer = await http.call("POST", "logged-models/search", input);
    return parseWith(manyModels, answer, "The logged models").models[0]?.modelId;
  }

  return {
    async createLoggedModel({ experimentId, name, modelType, sourceRunId, params, tags, request }) {
      assertLoggedModelName(name);
      const known = request === undefined ? undefined : await madeBy(request, experimentId);
      if (known !== undefined) return getLoggedModel(known);
      const own = request ?? randomUUID();
      const done = async () => {
        const made = await madeBy(own, experimentId);
        return made && { model: { info: { model_id: made, experiment_id: experimentId } } };
      };
      const input = {
        experiment_id: experimentId,
        name,
        model_type: modelType,
        source_run_id: sourceRunId,
        params: toPairs(params),
        tags: toPairs({ ...tags, [REQUEST_TAG]: own }),
      };
      const answer = await http.call("POST", "logged-models", input, done);
      const { model } = parseWith(oneModel, answer, "The logged model");
      return model.artifactUri === "" ? getLoggedModel(model.modelId) : model;
    },
    async finalizeLoggedModel(modelId, status) {
      assertRunId(modelId);
      const wire = status === "FAILED" ? "LOGGED_MODEL_UPLOAD_FAILED" : `LOGGED_MODEL_${status}`;
      const input = { model_id: modelId, status: wire };
      await ofModel(modelId, () => http.call("PATCH", `logged-models/${modelId}`, input));
    },
    getLoggedModel,
  };
}
