import { bundleFromTar, type Codec, decodeBundle, type ModelBundle } from "@imdb/core";
import { httpUrl } from "@imdb/runtime/remote";
import { UnknownModelUri } from "../errors.js";
import { fetchBundle } from "./fetch-bundle.js";

/** Where a bundle comes from: its `.tar` as bytes, a URL, or text that names a path, a URL or a registry's model. */
export type ModelSource = string | URL | Uint8Array;

/**
 * Finds out where a registry keeps a model: given `models:/name@champion` or `models:/name/3`, gives a path, a
 * URL or the bytes. `@imdb/tracking` has one for its own store and for an MLflow server.
 */
export type ResolveModel = (uri: string) => Promise<ModelSource>;

/** How a bundle is loaded, besides from where. */
export interface LoadOptions {
  /** The kinds of parts a bundle may hold. */
  readonly codecs: readonly Codec[];
  /** Needed for `models:/…` only. */
  readonly resolve?: ResolveModel | undefined;
  /** Most bytes that are downloaded from a URL. Default 1 GiB. */
  readonly maxBytes?: number | undefined;
  /** Milliseconds that a download from a URL may take, all files together. Default 600,000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Loads and verifies a bundle from bytes, a URL or a registry.
 *
 * @param fromPath  Loads from a path; left out where there is no file system.
 * @throws `INVALID_BUNDLE`, `UNKNOWN_CODEC`, `UNKNOWN_MODEL_URI`, `MODEL_DOWNLOAD_FAILED`, `INVALID_OPTION`
 */
export async function loadSource(
  source: ModelSource,
  options: LoadOptions,
  fromPath: (path: string) => Promise<ModelBundle>,
): Promise<ModelBundle> {
  if (source instanceof Uint8Array) return decodeBundle(bundleFromTar(source), options.codecs);
  const text = String(source);
  if (/^https?:/i.test(text)) {
    const files = await fetchBundle(httpUrl("source", text), options.maxBytes, options.timeoutMs);
    return decodeBundle(files, options.codecs);
  }
  if (!text.startsWith("models:/")) return fromPath(text);
  if (!options.resolve) {
    throw UnknownModelUri.create({ uri: text, problem: "no registry was given to look it up in" });
  }
  const found = await options.resolve(text);
  if (String(found).startsWith("models:/")) {
    throw UnknownModelUri.create({ uri: text, problem: `the registry gave ${String(found)} for it` });
  }
  return loadSource(found, options, fromPath);
}
