import { randomUUID } from "node:crypto";
import { parseWith } from "@imdb/core";
import { z } from "zod";
import { type ModelVersion, type RegisteredModel, runModelOf } from "../entities/model.js";
import { assertAlias, assertKey, assertModelName } from "../entities/names.js";
import { AlreadyExists, RegisteredModelNotFound, ServerRefused } from "../errors.js";
import type { RegistryStore } from "../store/registry-store.js";
import type { Http } from "./http.js";
import { modelVersionWire, registeredModelWire } from "./record-wires.js";
import { allPages, pageWire, REQUEST_TAG, toPairs } from "./wire.js";

const oneModel = z.object({ registered_model: registeredModelWire });
const manyModels = pageWire("registered_models", registeredModelWire);
const oneVersion = z.object({ model_version: modelVersionWire });
const manyVersions = pageWire("model_versions", modelVersionWire);

/**
 * The model registry of an MLflow server.
 *
 * @param uriOf  The artifact URI of a model.
 */
export function restRegistry(
  http: Http,
  uriOf: (owner: { readonly modelId: string }) => Promise<string>,
): RegistryStore {
  async function call(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    input: { readonly name: string; readonly version?: string; readonly alias?: string } & Record<
      string,
      unknown
    >,
    done?: () => Promise<unknown>,
  ): Promise<unknown> {
    assertModelName(input.name);
    try {
      return await http.call(method, path, input, done);
    } catch (cause) {
      if (!ServerRefused.is(cause)) throw cause;
      const { name, version, alias } = input;
      const { errorCode, reason } = cause.details;
      const missing = errorCode === "RESOURCE_DOES_NOT_EXIST" || /alias .* not found/i.test(reason);
      if (missing) {
        throw RegisteredModelNotFound.create(
          { name, ...(version && { version }), ...(alias && { alias }) },
          { cause },
        );
      }
      if (errorCode === "RESOURCE_ALREADY_EXISTS") {
        throw AlreadyExists.create({ what: "registered model", name }, { cause });
      }
      throw cause;
    }
  }

  async function getModel(name: string): Promise<RegisteredModel> {
    const answer = await call("GET", "registered-models/get", { name });
    return parseWith(oneModel, answer, "The registered model").registered_model;
  }

  async function listVersions(name: string): Promise<readonly ModelVersion[]> {
    const { aliases } = await getModel(name);
    const input = { filter: `name='${name.replaceAll("'", "''")}'`, max_results: 1_000 };
    const versions = await allPages(manyVersions, "The model versions", (page) =>
      http.call("GET", "model-versions/search", { ...input, ...page }),
    );
    return versions
      .map((version) => ({
        ...version,
        aliases: Object.keys(aliases).filter((alias) => aliases[alias] === version.version),
      }))
      .sort((a, b) => Number(b.version) - Number(a.version));
  }

  const versionOf = (answer: unknown) => parseWith(oneVersion, answer, "The model version").model_version;

  return {
    async createRegisteredModel(name, { description = "", tags = {} } = {}) {
      const done = async () => {
        const there = (await listModels(http)).find((model) => model.name === name);
        return there && { registered_model: { ...there, tags: [], aliases: [] } };
      };
      await call("POST", "registered-models/create", { name, description, tags: toPairs(tags) }, done);
      return getModel(name);
    },
    getRegisteredModel: getModel,
    listRegisteredModels: () => listModels(http),
    async describeRegisteredModel(name, description) {
      await call("PATCH", "registered-models/update", { name, description });
    },
    async deleteRegisteredModel(name) {
      await call("DELETE", "registered-models/delete", { name });
    },
    async setRegisteredModelTag(name, key, value) {
      assertKey("tag", key);
      await call("POST", "registered-models/set-tag", { name, key, value });
    },
    async deleteRegisteredModelTag(name, key) {
      assertKey("tag", key);
      await call("DELETE", "registered-models/delete-tag", { name, key });
    },

    async createModelVersion({ name, source, runId, modelId, description = "", tags = {} }) {
      const own = randomUUID();
      const done = async () => {
        const there = (await listVersions(name)).find((version) => version.tags[REQUEST_TAG] === own);
        return there && { model_version: { name, version: there.version } };
      };
      const inRun = modelId !== undefined && runModelOf(modelId) !== undefined;
      const input = {
        name,
        source: inRun ? await uriOf({ modelId }) : source,
        description,
        tags: toPairs({ ...tags, [REQUEST_TAG]: own }),
        ...(runId && { run_id: runId }),
        ...(modelId && !inRun && { model_id: modelId }),
      };
      const { version } = versionOf(await call("POST", "model-versions/create", input, done));
      return versionOf(await call("GET", "model-versions/get", { name, version }));
    },
    async getModelVersion(name, version) {
      return versionOf(await call("GET", "model-versions/get", { name, version }));
    },
    listModelVersions: listVersions,
    async describeModelVersion(name, version, description) {
      await call("PATCH", "model-versions/update", { name, version, description });
    },
    async deleteModelVersion(name, version) {
      await call("DELETE", "model-versions/delete", { name, version });
    },
    async setModelVersionTag(name, version, key, value) {
      assertKey("tag", key);
      await call("POST", "model-versions/set-tag", { name, version, key, value });
    },
    async deleteModelVersionTag(name, version, key) {
      assertKey("tag", key);
      await call("DELETE", "model-versions/delete-tag", { name, version, key });
    },

    async setAlias(name, alias, version) {
      assertAlias(alias);
      await call("POST", "registered-models/alias", { name, alias, version });
    },
    async deleteAlias(name, alias) {
      assertAlias(alias);
      await call("DELETE", "registered-models/alias", { name, alias });
    },
    async getVersionByAlias(name, alias) {
      assertAlias(alias);
      return versionOf(await call("GET", "registered-models/alias", { name, alias }));
    },
  };
}

async function listModels(http: Http): Promise<readonly RegisteredModel[]> {
  const models = await allPages(manyModels, "The registered models", (page) =>
    http.call("GET", "registered-models/search", { max_results: 1_000, ...page }),
  );
  return models.sort((a, b) => (a.name < b.name ? -1 : 1));
}
