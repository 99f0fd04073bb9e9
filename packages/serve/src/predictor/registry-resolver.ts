import { bundleToTar } from "@imdb/core";
import { anObject, checkOption, integer } from "@imdb/core/options";
import { UnknownModelUri } from "../errors.js";
import { readListed } from "./fetch-bundle.js";
import type { ResolveModel } from "./model-source.js";

/** A registered version: the logged model that it was made from. */
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

/**
 * Makes the `resolve` of `loadModel` for a registry: finds `models:/name@alias`, `models:/name/3` or
 * `models:/m-…`, and reads the bundle that was logged there with `run.logModel`.
 *
 * @param maxBytes  The largest number of bytes of a model, by its manifest. Default 1 GiB.
 * @returns  A function that throws `UNKNOWN_MODEL_URI`, `MODEL_DOWNLOAD_FAILED`, `INVALID_BUNDLE`, or what the
 *           registry throws (`REGISTERED_MODEL_NOT_FOUND`, say).
 * @see https://mlflow.org/docs/latest/ml/model-registry/
 * @example no-run
 * import { fileStore } from "@imdb/tracking";
 *
 * const resolve = registryResolver(fileStore("./mlruns"));
 * const predictor = await loadModel("models:/sentiment@champion", { resolve });
 */
export function registryResolver(store: ModelRegistry, maxBytes?: number): ResolveModel {
  checkOption("store", store, anObject<ModelRegistry>("a store of @imdb/tracking"));
  if (maxBytes !== undefined) checkOption("maxBytes", maxBytes, integer(1, Number.MAX_SAFE_INTEGER));
  return async (uri) => {
    const owner = { modelId: await modelIdOf(store, uri) };
    return bundleToTar(await readListed((name) => store.artifacts.read(owner, name), uri, maxBytes));
  };
}

async function modelIdOf({ registry }: ModelRegistry, uri: string): Promise<string> {
  const [, aliased, alias, numbered, version, modelId] = MODEL_URI.exec(uri) ?? [];
  if (modelId !== undefined) return modelId;
  const found =
    aliased !== undefined && alias !== undefined
      ? await registry.getVersionByAlias(aliased, alias)
      : numbered !== undefined && version !== undefined
        ? await registry.getModelVersion(numbered, version)
        : undefined;
  if (!found) {
    const problem = "it is none of models:/name@alias, models:/name/version and models:/m-…";
    throw UnknownModelUri.create({ uri, problem });
  }
  if (found.modelId !== "") return found.modelId;
  throw UnknownModelUri.create({
    uri,
    problem: `it was made from ${found.source}, which is no logged model`,
  });
}
