import { vectorizerFromConfig } from "@imdb/features/config";
import type { Config } from "./config.js";

/** Makes the vectorizer. It is fitted on the train split only: a fit on another split does not compile. */
export function features({ features }: Config) {
  return vectorizerFromConfig(features);
}
