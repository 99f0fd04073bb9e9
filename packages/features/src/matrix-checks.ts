import { assertTrain, type CsrMatrix, ShapeMismatch, type TrainLabels, type TrainTexts } from "@imdb/core";

/** Refuses rows that do not belong to the texts or labels, or that are no training data. */
export function assertTrainRows(matrix: CsrMatrix, train: TrainTexts | TrainLabels): void {
  assertTrain(train);
  const length = "codes" in train ? train.codes.length : train.length;
  if (length !== matrix.rows) {
    throw ShapeMismatch.create({ what: "Rows", expected: length, actual: matrix.rows });
  }
}

/** Refuses a matrix with other columns than were learnt from. */
export function assertColumns(matrix: CsrMatrix, expected: number): void {
  if (matrix.cols !== expected) {
    throw ShapeMismatch.create({ what: "Columns", expected, actual: matrix.cols });
  }
}
