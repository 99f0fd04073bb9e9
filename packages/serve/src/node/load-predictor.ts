import type { Codec } from "@imdb/core";
import { loadBundle } from "@imdb/runtime/bundles";
import { createPredictor, type Predictor, type PredictorOptions } from "../predictor/predictor.js";

/** What {@link loadPredictor} needs: the kinds of parts that a bundle may hold. */
export interface LoadPredictorOptions<L extends string> extends PredictorOptions<L> {
  readonly codecs: readonly Codec[];
}

/**
 * Loads a bundle from a folder or a `.tar` and makes its predictor. Sizes and hashes are verified first.
 *
 * @throws `INVALID_BUNDLE`, `UNKNOWN_CODEC`, `FILE_FAILURE`, `LABEL_MISMATCH`
 */
export async function loadPredictor<L extends string = string>(
  path: string,
  { codecs, ...options }: LoadPredictorOptions<L>,
): Promise<Predictor<L>> {
  return createPredictor(await loadBundle(path, codecs), options);
}
