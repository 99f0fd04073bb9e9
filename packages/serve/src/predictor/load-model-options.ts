import { optionsOf } from "@imdb/core/options";
import { type LoadOptions, loadRules } from "./model-source.js";
import { type PredictorOptions, predictorRules } from "./predictor.js";

/** Options of `loadModel`. */
export interface LoadModelOptions<L extends string>
  extends PredictorOptions<L>,
    Omit<LoadOptions, "codecs"> {}

const loadModelOptions = optionsOf<LoadModelOptions<string>, keyof LoadModelOptions<string>>({
  ...predictorRules,
  ...loadRules,
});

/** @throws `INVALID_OPTION` for an option that does not exist or has a wrong value. */
export function checkLoadModelOptions<L extends string>(options: LoadModelOptions<L>): void {
  loadModelOptions.resolve(options as unknown as LoadModelOptions<string>, "loadModel");
}
