import type { CsrMatrix } from "@imdb/core";
import { NegativeFeature } from "@imdb/measures";
import {
  documentFrequencies,
  idfOfColumns,
  type Weighting,
  type WeightingOptions,
  weigh,
  weightingOptions,
} from "../vectorizers/weighting.js";
import { sameColumns } from "./column-weights.js";
import { type FittedTransformer, type Transformer, unsupervised } from "./transformer.js";

/** A fitted TF-IDF transformer. */
export interface FittedTfidfTransformer extends FittedTransformer {
  readonly kind: "tfidf-transformer";
  readonly weighting: Weighting;
  /** Inverse document frequency of each column; ones where `useIdf` is off. */
  readonly idf: Float64Array;
}

/**
 * Turns counts, or other values, into TF-IDF weights: the same numbers as scikit-learn's `TfidfTransformer`
 * with the same options. `tfidfVectorizer` does both steps at once.
 *
 * @throws `INVALID_OPTION`; with `sublinearTf` `fit` and `transform` throw `NEGATIVE_FEATURE` for a value below 0, which
 *   has no logarithm (scikit-learn gives NaN).
 * @example
 * const counts = csrFromRows([[[0, 3]], [[0, 1], [1, 1]]], 2);
 * const fitted = tfidfTransformer({ norm: null }).fit(counts, withRole("train", ["x x x", "x y"]));
 * Array.from(fitted.idf, (idf) => idf.toFixed(4)); // => ["1.0000", "1.4055"]
 */
export function tfidfTransformer(options: WeightingOptions = {}): Transformer<FittedTfidfTransformer> {
  const weighting = weightingOptions.resolve(options, "tfidfTransformer");
  return unsupervised("tfidf-transformer", weighting, (matrix) => {
    if (weighting.sublinearTf) checkNotNegative(matrix);
    const idf = idfOfColumns(documentFrequencies(matrix), matrix.rows, weighting);
    return fittedTfidfTransformer(weighting, idf);
  });
}

/** Makes a fitted TF-IDF transformer. */
export function fittedTfidfTransformer(weighting: Weighting, idf: Float64Array): FittedTfidfTransformer {
  const same = sameColumns("tfidf-transformer", weighting, idf.length, (matrix) => {
    if (weighting.sublinearTf) checkNotNegative(matrix);
    return weigh({ ...matrix, values: matrix.values.slice() }, idf, weighting);
  });
  return { ...same, weighting, idf };
}

function checkNotNegative({ indptr, indices, values }: CsrMatrix): void {
  const position = values.findIndex((value) => value < 0);
  if (position < 0) return;
  const row = indptr.findIndex((start) => start > position) - 1;
  const reason = "sublinearTf takes its logarithm";
  throw NegativeFeature.create({ row, column: indices[position]!, value: values[position]!, reason });
}
