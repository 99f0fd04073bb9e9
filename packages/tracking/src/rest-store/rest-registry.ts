import { randomUUID } from "node:crypto";
import { parseWith } from "@imdb/core";
import { z } from "zod";
import { type ModelVersion, parseRunModelId, type RegisteredModel } from "../entities/model.js";
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

/** A request about a model, or about a version of it by its number or an alias; perhaps about a tag. */
interface Named {
  readonly name: string;
  readonly version?: string;
  readonly alias?: string;
  readonly key?: string;
  readonly [field: string]: unknown;
}

/**
 * The model registry of an MLflow server.
 *
 * @param uriOf  The artifact URI of a model.
 */
// Over 80 lines: a list of short methods, one for each call of the registry.
export function restRegistry(
  http: Http,
  uriOf: (owner: { readonly modelId: string }) => Promise<string>,
): RegistryStore {
  async function call(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    input: Named,
    done?: () => Promise<unknown>,
  ): Promise<unknown> {
    const { name, version, alias } = input;
    assertModelName(name);
    try {
      return await http.call(method, path, input, done);
    } catch (cause) {
      if (!ServerRefused.is(cause)) throw cause;
      const { errorCode, reason } = cause.details;
      if (errorCode === "RESOURCE_DOES_NOT_EXIST" || /alias .* not found/i.test(reason)) {
        const which = { ...(version && { version }), ...(alias && { alias }) };
        throw RegisteredModelNotFound.create({ name, ...which }, { cause });
      }
      if (errorCode !== "RESOURCE_ALREADY_EXISTS") throw cause;
      throw AlreadyExists.create({ what: "registered model", name }, { cause });
    }
  }

  async function change(method: "POST" | "PATCH" | "DELETE", path: string, input: Named): Promise<void> {
    if (input.key !== undefined) assertKey("tag", input.key);
    if (input.alias !== undefined) assertAlias(input.alias);
    await call(method, path, input);
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

  const getVersion = async (name: string, version: string) =>
    versionOf(await call("GET", "model-versions/get", { name, version }));

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
    describeRegisteredModel: (name, description) =>
      change("PATCH", "registered-models/update", { name, description }),
    deleteRegisteredModel: (name) => change("DELETE", "registered-models/delete", { name }),
    setRegisteredModelTag: (name, key, value) =>
      change("POST", "registered-models/set-tag", { name, key, value }),
    deleteRegisteredModelTag: (name, key) => change("DELETE", "registered-models/delete-tag", { name, key }),

    async createModelVersion({ name, source, runId, modelId, description = "", tags = {} }) {
      const own = randomUUID();
      const done = async () => {
        const there = (await listVersions(name)).find((version) => version.tags[REQUEST_TAG] === own);
        return there && { model_version: { name, version: there.version } };
      };
      const inRun = modelId !== undefined && parseRunModelId(modelId) !== undefined;
      const input = {
        name,
        source: inRun ? await uriOf({ modelId }) : source,
        description,
        tags: toPairs({ ...tags, [REQUEST_TAG]: own }),
        ...(runId && { run_id: runId }),
        ...(modelId && !inRun && { model_id: modelId }),
      };
      const { version } = versionOf(await call("POST", "model-versions/create", input, done));
      return getVersion(name, version);
    },
    getModelVersion: getVersion,
    listModelVersions: listVersions,
    describeModelVersion: (name, version, description) =>
      change("PATCH", "model-versions/update", { name, version, description }),
    deleteModelVersion: (name, version) => change("DELETE", "model-versions/delete", { name, version }),
    setModelVersionTag: (name, version, key, value) =>
      change("POST", "model-versions/set-tag", { name, version, key, value }),
    deleteModelVersionTag: (name, version, key) =>
      change("DELETE", "model-versions/delete-tag", { name, version, key }),

    setAlias: (name, alias, version) => change("POST", "registered-models/alias", { name, alias, version }),
    deleteAlias: (name, alias) => change("DELETE", "registered-models/alias", { name, alias }),
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
