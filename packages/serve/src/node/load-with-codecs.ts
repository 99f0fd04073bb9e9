import { fileURLToPath } from "node:url";
import type { Codec } from "@imdb/core";
import { loadBundle } from "@imdb/runtime/bundles";
import type { LoadModelOptions } from "../predictor/load-model-options.js";
import { loadSource, type ModelSource } from "../predictor/model-source.js";
import { createPredictor, type Predictor } from "../predictor/predictor.js";

/** Makes the predictor of a bundle that may also be a folder or a `.tar` on the disk. The options are checked already. */
export async function loadWithCodecs<L extends string>(
  source: ModelSource,
  { labels, explain, ...rest }: LoadModelOptions<L>,
  codecs: readonly Codec[],
): Promise<Predictor<L>> {
  const bundle = await loadSource(source, { ...rest, codecs }, (path) =>
    loadBundle(path.startsWith("file:") ? fileURLToPath(path) : path, codecs),
  );
  return createPredictor(bundle, { labels, explain });
}
