import { vectorizerFromConfig } from "@imdb/features/config";
import type { Config } from "./config.js";

/** How texts become numbers. Fitted on the train split alone: fitting it on another does not compile. */
export function features({ features }: Config) {
  return vectorizerFromConfig(features);
}
