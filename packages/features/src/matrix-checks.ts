import { assertTrain, type CsrMatrix, ShapeMismatch, type TrainLabels, type TrainTexts } from "@imdb/core";
import { checkOption, csrMatrixRule, stringList } from "@imdb/core/options";
import { checkLabels } from "@imdb/measures";

/**
 * Refuses what is no matrix, rows whose number is not that of the texts or labels, and texts or labels of another split
 * than train.
 */
export function assertTrainRows(matrix: CsrMatrix, train: TrainTexts | TrainLabels): void {
  checkOption("matrix", matrix, csrMatrixRule);
  assertTrain(train);
  if ("codes" in train) return void checkLabels(train, matrix.rows, "labels");
  if (train.length !== matrix.rows) {
    throw ShapeMismatch.create({ what: "Rows", expected: train.length, actual: matrix.rows });
  }
}

/** {@link assertTrainRows} for what is learnt from labels: texts are not enough. */
export function assertTrainLabels(matrix: CsrMatrix, labels: TrainLabels): void {
  checkOption("matrix", matrix, csrMatrixRule);
  assertTrain(labels);
  checkLabels(labels, matrix.rows, "labels");
}

/** Refuses what is no matrix, and a matrix with another number of columns than the one that was learnt from. */
export function assertColumns(matrix: CsrMatrix, expected: number): void {
  checkOption("matrix", matrix, csrMatrixRule);
  if (matrix.cols !== expected) {
    throw ShapeMismatch.create({ what: "Columns", expected, actual: matrix.cols });
  }
}

/** Refuses what are no names of the columns that a transformer takes. */
export function assertNames(names: readonly string[], expected: number): void {
  checkOption("inputNames", names, stringList);
  if (names.length !== expected) {
    throw ShapeMismatch.create({ what: "Names of columns", expected, actual: names.length });
  }
}
