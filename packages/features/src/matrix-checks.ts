import { assertTrain, type CsrMatrix, ShapeMismatch, type TrainLabels, type TrainTexts } from "@imdb/core";

/** Refuses rows whose number is not that of the texts or labels, and texts or labels of another split than train. */
export function assertTrainRows(matrix: CsrMatrix, train: TrainTexts | TrainLabels): void {
  assertTrain(train);
  const length = "codes" in train ? train.codes.length : train.length;
  if (length !== matrix.rows) {
    throw ShapeMismatch.create({ what: "Rows", expected: length, actual: matrix.rows });
  }
}

/** Refuses a matrix with another number of columns than the one that was learnt from. */
export function assertColumns(matrix: CsrMatrix, expected: number): void {
  if (matrix.cols !== expected) {
    throw ShapeMismatch.create({ what: "Columns", expected, actual: matrix.cols });
  }
}
