import { bundleFromTar, type Codec, decodeBundle, type ModelBundle } from "@imdb/core";
import {
  anObject,
  callback,
  checkOption,
  integer,
  listOf,
  type OptionalRule,
  optional,
  optionsOf,
  rule,
} from "@imdb/core/options";
import { httpUrl } from "@imdb/runtime/remote";
import { UnknownModelUri } from "../errors.js";
import { fetchBundle } from "./fetch-bundle.js";

/** Where a bundle comes from: the bytes of its `.tar`, a URL, or a text that names a path, a URL or a model of a registry. */
export type ModelSource = string | URL | Uint8Array;

/**
 * Looks a model up in a registry: takes `models:/name@champion` or `models:/name/3`, returns a path, a URL or the bytes.
 * `registryResolver` makes one for a store of `@imdb/tracking`.
 */
export type ResolveModel = (uri: string) => Promise<ModelSource>;

/** Options of {@link loadSource}. */
export interface LoadOptions {
  /** The kinds of parts a bundle may hold. */
  readonly codecs: readonly Codec[];
  /** Required for `models:/…` only. */
  readonly resolve?: ResolveModel | undefined;
  /** The largest number of bytes that is downloaded from a URL. Default 1 GiB. */
  readonly maxBytes?: number | undefined;
  /** Milliseconds that a download from a URL may take, all files together. Default 600,000. */
  readonly timeoutMs?: number | undefined;
}

/** The rules of {@link LoadOptions}, its codecs aside. */
export const loadRules: {
  readonly resolve: OptionalRule<ResolveModel>;
  readonly maxBytes: OptionalRule<number>;
  readonly timeoutMs: OptionalRule<number>;
} = {
  resolve: optional(callback<ResolveModel>()),
  maxBytes: optional(integer(1, Number.MAX_SAFE_INTEGER)),
  timeoutMs: optional(integer(0)),
};
export const codecList = listOf(anObject<Codec>("a codec"));
const loadOptions = optionsOf<LoadOptions, keyof typeof loadRules>({ codecs: codecList, ...loadRules });
const modelSource = rule<ModelSource>(
  "a path, a URL, models:/name@alias or bytes",
  (value) =>
    (typeof value === "string" && value !== "") || value instanceof URL || value instanceof Uint8Array,
);

/**
 * Loads and verifies a bundle from bytes, a URL or a registry.
 *
 * @param fromPath  Loads a bundle from a path.
 * @throws `INVALID_BUNDLE`, `UNKNOWN_CODEC`, `UNKNOWN_MODEL_URI`, `MODEL_DOWNLOAD_FAILED`, `INVALID_OPTION`
 */
export async function loadSource(
  source: ModelSource,
  options: LoadOptions,
  fromPath: (path: string) => Promise<ModelBundle>,
): Promise<ModelBundle> {
  checkOption("source", source, modelSource);
  loadOptions.resolve(options, "loadSource");
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
