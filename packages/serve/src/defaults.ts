import { fileURLToPath } from "node:url";
import { cleaningCodec } from "@imdb/data-pipeline/cleaning";
import { featureCodecs } from "@imdb/features";
import { loadBundle } from "@imdb/runtime/bundles";
import { trainCodecs } from "@imdb/train";
import { type LoadOptions, loadSource, type ModelSource } from "./predictor/model-source.js";
import { createPredictor, type Predictor, type PredictorOptions } from "./predictor/predictor.js";

/** What {@link loadModel} may be told. */
export interface LoadModelOptions<L extends string>
  extends PredictorOptions<L>,
    Omit<LoadOptions, "codecs"> {}

/**
 * Loads a bundle with the codecs of `@imdb/features`, `@imdb/train` and the cleaning of `@imdb/data-pipeline`, and
 * makes its predictor.
 *
 * @param source  The path of a folder or a `.tar`; a URL of either; the bytes of a `.tar`; or `models:/name@alias`
 *                with a `resolve` that knows the registry.
 * @throws `INVALID_BUNDLE`, `UNKNOWN_CODEC`, `FILE_FAILURE`, `LABEL_MISMATCH`, `UNKNOWN_MODEL_URI`,
 *         `MODEL_DOWNLOAD_FAILED`
 * @example no-run
 * const predictor = await loadModel("models/sentiment", { labels: ["neg", "pos"] });
 * predictor.predict("A wonderful film.").label; // typed "neg" | "pos"
 */
export async function loadModel<L extends string = string>(
  source: ModelSource,
  { labels, explain, ...rest }: LoadModelOptions<L> = {},
): Promise<Predictor<L>> {
  const options = { ...rest, codecs: [...featureCodecs, cleaningCodec(featureCodecs), ...trainCodecs] };
  const bundle = await loadSource(source, options, (path) =>
    loadBundle(path.startsWith("file:") ? fileURLToPath(path) : path, options.codecs),
  );
  return createPredictor(bundle, { ...(labels ? { labels } : {}), ...(explain ? { explain } : {}) });
}
