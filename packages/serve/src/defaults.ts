import { fileURLToPath } from "node:url";
import { cleaningCodec } from "@imdb/data-pipeline/cleaning";
import { featureCodecs } from "@imdb/features";
import { loadBundle } from "@imdb/runtime/bundles";
import { trainCodecs } from "@imdb/train";
import { checkLoadModelOptions, type LoadModelOptions } from "./predictor/load-model-options.js";
import { loadSource, type ModelSource } from "./predictor/model-source.js";
import { createPredictor, type Predictor } from "./predictor/predictor.js";

export type { LoadModelOptions, ModelSource, Predictor };

/**
 * Loads a bundle with the codecs of `@imdb/features`, `@imdb/train` and the cleaning of `@imdb/data-pipeline`, and
 * makes its predictor.
 *
 * @param source  The path of a folder or a `.tar`; a URL of either; the bytes of a `.tar`; or `models:/name@alias`
 *                with a `resolve` that looks it up in the registry.
 * @throws `INVALID_BUNDLE`, `UNKNOWN_CODEC`, `FILE_FAILURE`, `LABEL_MISMATCH`, `UNKNOWN_MODEL_URI`,
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
  const { labels, explain, ...rest } = options;
  const codecs = [...featureCodecs, cleaningCodec(featureCodecs), ...trainCodecs];
  const bundle = await loadSource(source, { ...rest, codecs }, (path) =>
    loadBundle(path.startsWith("file:") ? fileURLToPath(path) : path, codecs),
  );
  return createPredictor(bundle, { labels, explain });
}
