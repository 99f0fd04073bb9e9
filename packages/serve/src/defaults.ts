import { loadDefaultCodecs } from "./defaults-loaded.js";
import { loadWithCodecs } from "./node/load-with-codecs.js";
import { checkLoadModelOptions, type LoadModelOptions } from "./predictor/load-model-options.js";
import type { ModelSource } from "./predictor/model-source.js";
import type { Predictor } from "./predictor/predictor.js";

export type { LoadModelOptions, ModelSource, Predictor };

/**
 * Loads a bundle with the codecs of `@imdb/features`, `@imdb/train` and the cleaning of `@imdb/data-pipeline`, and
 * makes its predictor.
 *
 * @param source  The path of a folder or a `.tar`; a URL of either; the bytes of a `.tar`; or `models:/name@alias`
 *                with a `resolve` that looks it up in the registry.
 * @throws `MISSING_PEER` when one of these packages is not installed; `INVALID_BUNDLE`, `UNKNOWN_CODEC`, `FILE_FAILURE`, `LABEL_MISMATCH`, `UNKNOWN_MODEL_URI`,
 *         `MODEL_DOWNLOAD_FAILED`, `INVALID_OPTION`
 * @example no-run
 * const predictor = await loadModel("models/sentiment", { labels: ["neg", "pos"] });
 * predictor.predict("A wonderful film.").label; // typed "neg" | "pos"
 */
export async function loadModel<L extends string = string>(
  source: ModelSource,
  options: LoadModelOptions<L> = {},
): Promise<Predictor<L>> {
  checkLoadModelOptions(options);
  return loadWithCodecs(source, options, await loadDefaultCodecs());
}
