import type { Codec } from "@imdb/core";
import { optionsOf } from "@imdb/core/options";
import { loadBundle } from "@imdb/runtime/bundles";
import { codecList } from "../predictor/model-source.js";
import {
  createPredictor,
  type Predictor,
  type PredictorOptions,
  predictorRules,
} from "../predictor/predictor.js";

/** Options of {@link loadPredictor}. */
export interface LoadPredictorOptions<L extends string> extends PredictorOptions<L> {
  /** The kinds of parts that the bundle may hold. */
  readonly codecs: readonly Codec[];
}

const loadPredictorOptions = optionsOf<LoadPredictorOptions<string>, keyof typeof predictorRules>({
  codecs: codecList,
  ...predictorRules,
});

/**
 * Loads a bundle from a folder or a `.tar` and makes its predictor. Sizes and hashes are verified first.
 *
 * @throws `INVALID_BUNDLE`, `UNKNOWN_CODEC`, `FILE_FAILURE`, `LABEL_MISMATCH`, `INVALID_OPTION`
 */
export async function loadPredictor<L extends string = string>(
  path: string,
  options: LoadPredictorOptions<L>,
): Promise<Predictor<L>> {
  loadPredictorOptions.resolve(options as never, "loadPredictor");
  const { codecs, ...rest } = options;
  return createPredictor(await loadBundle(path, codecs), rest);
}
