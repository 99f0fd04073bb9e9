import { type CsrMatrix, portableLog, type TrainLabels } from "@imdb/core";
import { above, optionsOf, type Resolved } from "@imdb/core/options";
import { type ColumnWeights, columnWeights } from "./column-weights.js";
import { documentsPerClass } from "./documents-per-class.js";
import { type SupervisedTransformer, supervised } from "./transformer.js";

/** Options of {@link nbWeighting}. */
export interface NbWeightingOptions {
  /** Added to every document count, above 0. Default 1. */
  readonly alpha?: number;
}

/** The schema of {@link NbWeightingOptions}. */
export const nbWeightingOptions = optionsOf<NbWeightingOptions>({ alpha: [1, above(0)] });

/** Fitted naive-Bayes weights. */
export interface FittedNbWeighting extends ColumnWeights {
  readonly kind: "nb-weighting";
}

/**
 * Weighs each column by how much more often it occurs in one class than in the others: the absolute value of the
 * naive-Bayes log-count ratio.
 *
 * `w = |ln((p / ‖p‖₁) / (q / ‖q‖₁))|` where `p = α +` the number of documents of the class that have the
 * feature, `q` the same of the others. With more than two classes it is the greatest ratio of one class against
 * the rest. The sign is left out: a linear model learns it, and chi² needs values of at least 0. Only whether a value
 * is 0 counts, not how large it is. Put it before `tfidfTransformer` for the product of both.
 *
 * @throws `INVALID_OPTION`
 * @see Wang & Manning (2012), Baselines and bigrams: simple, good sentiment and topic classification.
 * @example
 * const matrix = csrFromRows([[[0, 1]], [[0, 1], [1, 1]], [[1, 1]]], 2);
 * const labels = { role: "train", classes: ["no", "yes"], codes: Int32Array.of(0, 1, 1) } as const;
 * const { weights } = nbWeighting().fit(matrix, labels);
 * Array.from(weights, (w) => w.toFixed(4)); // => ["0.5108", "0.5878"]
 */
export function nbWeighting(options: NbWeightingOptions = {}): SupervisedTransformer<FittedNbWeighting> {
  const params = nbWeightingOptions.resolve(options, "nbWeighting");
  return supervised("nb-weighting", params, (matrix, labels) =>
    fittedNbWeighting(params, logCountRatios(matrix, labels, params.alpha)),
  );
}

/** Makes fitted naive-Bayes weights. */
export function fittedNbWeighting(
  params: Resolved<NbWeightingOptions>,
  weights: Float64Array,
): FittedNbWeighting {
  return columnWeights("nb-weighting", params, weights);
}

function logCountRatios(matrix: CsrMatrix, labels: TrainLabels, alpha: number): Float64Array {
  const counts = documentsPerClass(matrix, labels);
  const total = new Float64Array(matrix.cols);
  for (const ofClass of counts) for (let c = 0; c < matrix.cols; c++) total[c]! += ofClass[c]!;
  const weights = new Float64Array(matrix.cols);
  // Two classes have the same ratio, but for its sign.
  for (const ofClass of counts.length === 2 ? counts.slice(1) : counts) {
    let normP = alpha * matrix.cols;
    let normQ = alpha * matrix.cols;
    for (let c = 0; c < matrix.cols; c++) {
      normP += ofClass[c]!;
      normQ += total[c]! - ofClass[c]!;
    }
    const shift = portableLog(normQ / normP);
    for (let c = 0; c < matrix.cols; c++) {
      const ratio = Math.abs(portableLog((ofClass[c]! + alpha) / (total[c]! - ofClass[c]! + alpha)) + shift);
      if (ratio > weights[c]!) weights[c] = ratio;
    }
  }
  return weights;
}
