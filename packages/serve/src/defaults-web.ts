import { defaultCodecs } from "./defaults-codecs.js";
import { UnknownModelUri } from "./errors.js";
import { checkLoadModelOptions, type LoadModelOptions } from "./predictor/load-model-options.js";
import { loadSource, type ModelSource } from "./predictor/model-source.js";
import { createPredictor, type Predictor } from "./predictor/predictor.js";

export type { LoadModelOptions, ModelSource, Predictor };

/** The same as in Node, but without a file system: a text that is no URL is a URL relative to the page. */
export async function loadModel<L extends string = string>(
  source: ModelSource,
  given: LoadModelOptions<L> = {},
): Promise<Predictor<L>> {
  checkLoadModelOptions(given);
  const { labels, explain, ...rest } = given;
  const options = { ...rest, codecs: defaultCodecs };
  const here = (globalThis as { location?: { href: string } }).location?.href;
  const bundle = await loadSource(source, options, (path) => {
    if (here === undefined)
      throw UnknownModelUri.create({ uri: path, problem: "there is no file system here" });
    return loadSource(new URL(path, here), options, () => Promise.reject(notHttp(path)));
  });
  return createPredictor(bundle, { labels, explain });
}

function notHttp(path: string): Error {
  return UnknownModelUri.create({ uri: path, problem: "it is not an http or https address" });
}
