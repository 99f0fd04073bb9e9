import { defaultCodecs } from "./defaults-codecs.js";
import { loadWithCodecs } from "./node/load-with-codecs.js";
import { checkLoadModelOptions, type LoadModelOptions } from "./predictor/load-model-options.js";
import type { ModelSource } from "./predictor/model-source.js";
import type { Predictor } from "./predictor/predictor.js";

export type { LoadModelOptions, ModelSource, Predictor };

/** The same for programs that a bundler makes, in one file: it must see the packages as it builds. */
export async function loadModel<L extends string = string>(
  source: ModelSource,
  options: LoadModelOptions<L> = {},
): Promise<Predictor<L>> {
  checkLoadModelOptions(options);
  return loadWithCodecs(source, options, defaultCodecs);
}
