import { bundleToTar } from "@imdb/core";
import { UnknownModelUri } from "../errors.js";
import { readBundle } from "./fetch-bundle.js";
import type { ResolveModel } from "./model-source.js";

/** A registered version: the logged model that it was made of. */
interface RegisteredVersion {
  readonly modelId: string;
  readonly source: string;
}

/** What {@link registryResolver} needs of a registry; a `fileStore` or `restStore` of `@imdb/tracking` has it. */
export interface ModelRegistry {
  readonly registry: {
    getModelVersion(name: string, version: string): Promise<RegisteredVersion>;
    getVersionByAlias(name: string, alias: string): Promise<RegisteredVersion>;
  };
  readonly artifacts: {
    read(owner: { readonly modelId: string }, path: string): Promise<Uint8Array>;
  };
}

const MODEL_URI = /^models:\/(?:([^/@]+)@([^/@]+)|([^/@]+)\/(\d+)|(m-[0-9a-f]+))$/;
const GIB = 2 ** 30;

/**
 * Makes the `resolve` of `loadModel` for a registry: finds `models:/name@alias`, `models:/name/3` or
 * `models:/m-…`, and reads the bundle that was logged there with `run.logModel`.
 *
 * @param maxBytes  Most bytes of a model, by its manifest. Default 1 GiB.
 * @returns  A function that throws `UNKNOWN_MODEL_URI`, `MODEL_DOWNLOAD_FAILED`, `INVALID_BUNDLE`, or what the
 *           registry throws (`REGISTERED_MODEL_NOT_FOUND`, say).
 * @see https://mlflow.org/docs/latest/ml/model-registry/
 * @example no-run
 * import { fileStore } from "@imdb/tracking";
 *
 * const resolve = registryResolver(fileStore("./mlruns"));
 * const predictor = await loadModel("models:/sentiment@champion", { resolve });
 */
export function registryResolver(store: ModelRegistry, maxBytes: number = GIB): ResolveModel {
  return async (uri) => {
    const owner = { modelId: await modelIdOf(store, uri) };
    return bundleToTar(await readBundle(uri, maxBytes, (name) => store.artifacts.read(owner, name)));
  };
}

async function modelIdOf({ registry }: ModelRegistry, uri: string): Promise<string> {
  const [, aliased, alias, numbered, version, modelId] = MODEL_URI.exec(uri) ?? [];
  if (modelId !== undefined) return modelId;
  const found = aliased
    ? await registry.getVersionByAlias(aliased, alias!)
    : numbered && (await registry.getModelVersion(numbered, version!));
  if (!found) {
    const problem = "it is none of models:/name@alias, models:/name/version and models:/m-…";
    throw UnknownModelUri.create({ uri, problem });
  }
  if (found.modelId !== "") return found.modelId;
  throw UnknownModelUri.create({ uri, problem: `it was made of ${found.source}, which is no logged model` });
}
