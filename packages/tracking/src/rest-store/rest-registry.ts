import { randomUUID } from "node:crypto";
import { byCodePoint, parseWith } from "@imdb/core";
import * as z from "zod";
import {
  aliasesOfVersion,
  type ModelVersion,
  parseRunModelId,
  type RegisteredModel,
} from "../entities/model.js";
import { assertAlias, assertKey, assertModelName } from "../entities/names.js";
import { AlreadyExists, RegisteredModelNotFound, ServerRefused } from "../errors.js";
import {
  type NewModelVersion,
  type NewRegisteredModel,
  newModelVersionOptions,
  newRegisteredModelOptions,
  type RegistryStore,
} from "../store/registry-store.js";
import type { Http, Request } from "./http.js";
import { modelVersionWire, registeredModelWire } from "./record-wires.js";
import { allPages, pageWire, REQUEST_TAG, toPairs } from "./wire.js";

const oneModel = z.object({ registered_model: registeredModelWire });
const modelPage = pageWire("registered_models", registeredModelWire);
const oneVersion = z.object({ model_version: modelVersionWire });
const versionPage = pageWire("model_versions", modelVersionWire);

/** The input of a request about a model, or about a version of it by its number or an alias. */
interface Named {
  readonly name: string;
  readonly version?: string;
  readonly alias?: string;
  /** The key of a tag. */
  readonly key?: string;
  readonly [field: string]: unknown;
}

/** Returns the artifact URI of a model. */
type UriOf = (owner: { readonly modelId: string }) => Promise<string>;

/** The model registry of an MLflow server. */
export function restRegistry(http: Http, uriOf: UriOf): RegistryStore {
  const change = async (method: Request["method"], path: string, input: Named): Promise<void> => {
    await call(http, method, path, input);
  };
  return {
    createRegisteredModel: (name, options = {}) => createModel(http, name, options),
    getRegisteredModel: (name) => getModel(http, name),
    listRegisteredModels: () => listModels(http),
    describeRegisteredModel: (name, description) =>
      change("PATCH", "registered-models/update", { name, description }),
    deleteRegisteredModel: (name) => change("DELETE", "registered-models/delete", { name }),
    setRegisteredModelTag: (name, key, value) =>
      change("POST", "registered-models/set-tag", { name, key, value }),
    deleteRegisteredModelTag: (name, key) => change("DELETE", "registered-models/delete-tag", { name, key }),

    createModelVersion: (version) => createVersion(http, uriOf, version),
    getModelVersion: (name, version) => getVersion(http, name, version),
    listModelVersions: (name) => listVersions(http, name),
    describeModelVersion: (name, version, description) =>
      change("PATCH", "model-versions/update", { name, version, description }),
    deleteModelVersion: (name, version) => change("DELETE", "model-versions/delete", { name, version }),
    setModelVersionTag: (name, version, key, value) =>
      change("POST", "model-versions/set-tag", { name, version, key, value }),
    deleteModelVersionTag: (name, version, key) =>
      change("DELETE", "model-versions/delete-tag", { name, version, key }),

    setAlias: (name, alias, version) => change("POST", "registered-models/alias", { name, alias, version }),
    deleteAlias: (name, alias) => change("DELETE", "registered-models/alias", { name, alias }),
    getVersionByAlias: async (name, alias) =>
      parseVersion(await call(http, "GET", "registered-models/alias", { name, alias })),
  };
}

/** Calls a method of the registry. Refusals of the server become the errors that every store throws. */
async function call(
  http: Http,
  method: Request["method"],
  path: string,
  input: Named,
  findExisting?: Request["findExisting"],
): Promise<unknown> {
  const { name, version, alias, key } = input;
  if (key !== undefined) assertKey("tag", key);
  if (alias !== undefined) assertAlias(alias);
  assertModelName(name);
  try {
    return await http.call(method, path, input, findExisting);
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

async function createModel(http: Http, name: string, options: NewRegisteredModel): Promise<RegisteredModel> {
  const { description, tags } = newRegisteredModelOptions.resolve(options, "createRegisteredModel");
  const input = { name, description, tags: toPairs(tags) };
  await call(http, "POST", "registered-models/create", input, async () => {
    const existing = (await listModels(http)).find((model) => model.name === name);
    return existing && { registered_model: { ...existing, tags: [], aliases: [] } };
  });
  return getModel(http, name);
}

async function getModel(http: Http, name: string): Promise<RegisteredModel> {
  const answer = await call(http, "GET", "registered-models/get", { name });
  return parseWith(oneModel, answer, "The registered model").registered_model;
}

async function listModels(http: Http): Promise<readonly RegisteredModel[]> {
  const models = await allPages(modelPage, "The registered models", (page) =>
    http.call("GET", "registered-models/search", { max_results: 1_000, ...page }),
  );
  return models.sort((a, b) => byCodePoint(a.name, b.name));
}

async function createVersion(http: Http, uriOf: UriOf, given: NewModelVersion): Promise<ModelVersion> {
  const version = newModelVersionOptions.resolve(given, "createModelVersion");
  const { name, source, runId, modelId, description, tags } = version;
  const request = randomUUID();
  const findExisting = async () => {
    const existing = (await listVersions(http, name)).find(({ tags }) => tags[REQUEST_TAG] === request);
    return existing && { model_version: { name, version: existing.version } };
  };
  const isInRun = parseRunModelId(modelId) !== undefined;
  const input = {
    name,
    source: isInRun ? await uriOf({ modelId }) : source,
    description,
    tags: toPairs({ ...tags, [REQUEST_TAG]: request }),
    ...(runId && { run_id: runId }),
    ...(modelId && !isInRun && { model_id: modelId }),
  };
  const created = parseVersion(await call(http, "POST", "model-versions/create", input, findExisting));
  return getVersion(http, name, created.version);
}

async function getVersion(http: Http, name: string, version: string): Promise<ModelVersion> {
  return parseVersion(await call(http, "GET", "model-versions/get", { name, version }));
}

function parseVersion(answer: unknown): ModelVersion {
  return parseWith(oneVersion, answer, "The model version").model_version;
}

async function listVersions(http: Http, name: string): Promise<readonly ModelVersion[]> {
  const { aliases } = await getModel(http, name);
  const input = { filter: `name='${name.replaceAll("'", "''")}'`, max_results: 1_000 };
  const versions = await allPages(versionPage, "The model versions", (page) =>
    http.call("GET", "model-versions/search", { ...input, ...page }),
  );
  return versions
    .map((version) => ({ ...version, aliases: aliasesOfVersion(version.version, aliases) }))
    .sort((a, b) => Number(b.version) - Number(a.version));
}
