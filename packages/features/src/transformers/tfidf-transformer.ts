import {
  documentFrequencies,
  inverseDocumentFrequencies,
  type Weighting,
  type WeightingOptions,
  weigh,
  weightingOptions,
} from "../vectorizers/weighting.js";
import { assertColumns, assertTrainRows, type FittedTransformer, type Transformer } from "./transformer.js";

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
 * @throws `INVALID_OPTION`
 * @example
 * const counts = csrFromRows([[[0, 3]], [[0, 1], [1, 1]]], 2);
 * const fitted = tfidfTransformer({ norm: null }).fit(counts, withRole("train", ["x x x", "x y"]));
 * Array.from(fitted.idf, (idf) => idf.toFixed(4)); // => ["1.0000", "1.4055"]
 */
export function tfidfTransformer(options: WeightingOptions = {}): Transformer<FittedTfidfTransformer> {
  const weighting = weightingOptions.resolve(options);
  return {
    supervised: false,
    params: { ...weighting },
    fit(matrix, train) {
      assertTrainRows(matrix, train);
      return fittedTfidfTransformer(
        weighting,
        inverseDocumentFrequencies(documentFrequencies(matrix), matrix.rows, weighting),
      );
    },
  };
}

/** Puts a fitted TF-IDF transformer together. */
export function fittedTfidfTransformer(weighting: Weighting, idf: Float64Array): FittedTfidfTransformer {
  return {
    kind: "tfidf-transformer",
    params: { ...weighting },
    inputCount: idf.length,
    featureCount: idf.length,
    weighting,
    idf,
    transform(matrix) {
      assertColumns(matrix, idf.length);
      return weigh({ ...matrix, values: matrix.values.slice() }, idf, weighting);
    },
    featureNames: (names) => names,
    get columnOf() {
      return Int32Array.from({ length: idf.length }, (_, column) => column);
    },
  };
}
