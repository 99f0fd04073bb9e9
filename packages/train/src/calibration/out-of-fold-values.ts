import type { CsrMatrix, FittedClassifier } from "@imdb/core";
import type { Fold } from "../selection/splitter.js";
import type { CalibratedValues, CalibrationMethod } from "./calibrator.js";
import { valuesOf, valuesToCalibrate } from "./values-of.js";

/** A model that was fitted on a fold, and the matrix of the rows that the fold holds out. */
export interface FoldFit {
  readonly fold: Fold;
  readonly model: FittedClassifier;
  readonly test: CsrMatrix;
}

/**
 * The values to calibrate of every row, each from the model of the fold that holds the row out.
 *
 * @param fits  Folds that hold out each row once.
 * @param rows  The number of rows.
 */
export async function outOfFoldValues(
  fits: AsyncIterable<FoldFit>,
  rows: number,
  method: CalibrationMethod,
): Promise<{ readonly values: Float64Array; readonly on: CalibratedValues }> {
  let values = new Float64Array(0);
  let on: CalibratedValues = "probabilities";
  for await (const { fold, model, test } of fits) {
    on = valuesToCalibrate(model, method);
    const ofFold = valuesOf(model, test, on);
    const width = ofFold.length / fold.test.length;
    if (values.length === 0) values = new Float64Array(rows * width);
    fold.test.forEach((row, at) => {
      values.set(ofFold.subarray(at * width, (at + 1) * width), row * width);
    });
  }
  return { values, on };
}
