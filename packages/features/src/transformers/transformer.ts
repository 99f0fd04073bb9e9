import type { CsrMatrix, TrainLabels, TrainTexts } from "@imdb/core";
import { assertTrainRows } from "../matrix-checks.js";

/**
 * Learns from the matrix of a train split how to change matrices.
 *
 * `fit` asks for the split's texts or labels besides, which prove that the rows are training data: a matrix
 * alone does not know where it comes from.
 */
export interface Transformer<F extends FittedTransformer = FittedTransformer> {
  readonly supervised: false;
  /** The parameters, JSON-safe, as a run records them. */
  readonly params: Readonly<Record<string, unknown>>;
  /**
   * @param matrix  `rows × features`.
   * @param train   One text or label a row. Of another split they do not type-check; where types are lost:
   *                `NOT_TRAIN_SPLIT`.
   * @throws `SHAPE_MISMATCH` when their number is not that of the rows.
   */
  fit(matrix: CsrMatrix, train: TrainTexts | TrainLabels): F;
}

/** A {@link Transformer} that learns from labels too. */
export interface SupervisedTransformer<F extends FittedTransformer = FittedTransformer> {
  readonly supervised: true;
  readonly params: Readonly<Record<string, unknown>>;
  /** @see {@link Transformer.fit} */
  fit(matrix: CsrMatrix, labels: TrainLabels): F;
}

/** Changes matrices as it has learnt. It does not change itself, nor what it is given. */
export interface FittedTransformer {
  /** Names the codec that writes and reads it in a bundle. */
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** How many columns it takes. */
  readonly inputCount: number;
  /** How many columns it gives. */
  readonly featureCount: number;
  /** @throws `SHAPE_MISMATCH` when the matrix has other columns than those learnt from. */
  transform(matrix: CsrMatrix): CsrMatrix;
  /** The names of the columns it gives, of the names of those it takes. */
  featureNames(inputNames: readonly string[]): readonly string[];
  /** Where each column it takes goes, −1 for those it drops. Left out where a column comes of many. */
  readonly columnOf?: Int32Array;
}

/** A transformer of a way to learn from a matrix. */
export function unsupervised<F extends FittedTransformer>(
  params: object,
  learn: (matrix: CsrMatrix) => F,
): Transformer<F> {
  const fit: Transformer<F>["fit"] = (matrix, train) => {
    assertTrainRows(matrix, train);
    return learn(matrix);
  };
  return { supervised: false, params: { ...params }, fit };
}

/** A transformer of a way to learn from a matrix and labels. */
export function supervised<F extends FittedTransformer>(
  params: object,
  learn: (matrix: CsrMatrix, labels: TrainLabels) => F,
): SupervisedTransformer<F> {
  const fit: SupervisedTransformer<F>["fit"] = (matrix, labels) => {
    assertTrainRows(matrix, labels);
    return learn(matrix, labels);
  };
  return { supervised: true, params: { ...params }, fit };
}
