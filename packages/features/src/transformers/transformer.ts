import { type CsrMatrix, ownFacts, type TrainLabels, type TrainTexts } from "@imdb/core";
import { identityOf } from "../identity.js";
import { assertTrainLabels, assertTrainRows } from "../matrix-checks.js";

/**
 * Learns from the matrix of a train split how to transform matrices.
 *
 * `fit` also takes the texts or labels of the split. They prove that the rows are training data, which a matrix alone
 * cannot.
 */
export interface Transformer<F extends FittedTransformer = FittedTransformer> {
  readonly supervised: false;
  /** The parameters, JSON-safe, as a run records them. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The same for transformers that learn the same from the same matrix. Left out: not known. */
  readonly identity?: string | undefined;
  /**
   * @param matrix  `rows × features`.
   * @param train   One text or label for each row. Those of another split do not type-check.
   * @throws `NOT_TRAIN_SPLIT` for another split where types are lost; `SHAPE_MISMATCH` when their number is not that of
   *   the rows; `LABEL_OUT_OF_RANGE` for a code that is no class; `INVALID_OPTION` for what is no matrix.
   */
  fit(matrix: CsrMatrix, train: TrainTexts | TrainLabels): F;
}

/** A {@link Transformer} that learns from labels too. */
export interface SupervisedTransformer<F extends FittedTransformer = FittedTransformer> {
  readonly supervised: true;
  readonly params: Readonly<Record<string, unknown>>;
  /** @see {@link Transformer.identity} */
  readonly identity?: string | undefined;
  /** @see {@link Transformer.fit} */
  fit(matrix: CsrMatrix, labels: TrainLabels): F;
}

/** Transforms matrices as it has learnt. It is immutable, and leaves its input as it is. */
export interface FittedTransformer {
  /** The kind of the codec that writes and reads it in a bundle. */
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Number of columns of its input. */
  readonly inputCount: number;
  /** Number of columns of its output. */
  readonly featureCount: number;
  /**
   * @throws `SHAPE_MISMATCH` when the matrix has another number of columns than `inputCount`; `INVALID_OPTION` for what is
   *   no matrix.
   */
  transform(matrix: CsrMatrix): CsrMatrix;
  /**
   * The names of the output's columns, made of those of the input's.
   *
   * @throws `SHAPE_MISMATCH` when there is not one name for each input column; `INVALID_OPTION` for what is no list.
   */
  featureNames(inputNames: readonly string[]): readonly string[];
  /** The output column of each input column, −1 for dropped ones. Absent when output columns mix input columns. */
  readonly columnOf?: Int32Array;
}

/** Makes a transformer of a function that learns from a matrix. */
export function unsupervised<F extends FittedTransformer>(
  kind: F["kind"],
  params: object,
  learn: (matrix: CsrMatrix) => F,
): Transformer<F> {
  const fit: Transformer<F>["fit"] = (matrix, train) => {
    assertTrainRows(matrix, train);
    return learn(matrix);
  };
  const identity = identityOf(kind, params);
  return ownFacts<Transformer<F>>({ supervised: false, params: { ...params }, identity, fit }, "identity");
}

/** Makes a transformer of a function that learns from a matrix and labels. */
export function supervised<F extends FittedTransformer>(
  kind: F["kind"],
  params: object,
  learn: (matrix: CsrMatrix, labels: TrainLabels) => F,
): SupervisedTransformer<F> {
  const fit: SupervisedTransformer<F>["fit"] = (matrix, labels) => {
    assertTrainLabels(matrix, labels);
    return learn(matrix, labels);
  };
  const identity = identityOf(kind, params);
  return ownFacts<SupervisedTransformer<F>>(
    { supervised: true, params: { ...params }, identity, fit },
    "identity",
  );
}
