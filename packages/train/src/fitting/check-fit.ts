import {
  assertTrain,
  type CsrMatrix,
  InvalidCsrMatrix,
  InvalidOption,
  type Labels,
  NotTrainSplit,
  ShapeMismatch,
  throwIfCancelled,
} from "@imdb/core";
import { anObject, checkOption, numberList, withoutContext } from "@imdb/core/options";
import { checkLabels } from "@imdb/measures";
import { ClassWithoutRows, ClassWithoutWeight, SingleClass } from "../errors.js";
import { checkMatrix } from "./arguments.js";
import { type FitOptions, weightedFit } from "./fit-options.js";

/**
 * Checks the data and the options of a fit, before any work.
 *
 * @param schema  The options that the fit has. Default: run options and sample weights.
 * @returns The total sample weight of each class; without weights its number of rows.
 * @throws `NOT_TRAIN_SPLIT`, `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`, `SINGLE_CLASS`, `CLASS_WITHOUT_ROWS`,
 *         `CLASS_WITHOUT_WEIGHT`, `INVALID_CSR_MATRIX`, `INVALID_OPTION`, `CANCELLED`
 */
export function checkFit<O extends FitOptions>(
  X: CsrMatrix,
  y: Labels,
  options: O,
  schema: { readonly resolve: (options: O, of: string) => unknown } = weightedFit,
): Float64Array {
  checkMatrix(X);
  if (!("codes" in Object(y))) throw NotTrainSplit.create({ role: "none" });
  checkOption<object>("run", options, anObject("an object of run options"), "fit");
  schema.resolve(withoutContext(options), "fit");
  assertTrain(y);
  throwIfCancelled(options.signal, "Fitting");
  const counts = checkLabels(y, X.rows, "y");
  const seen = y.classes.filter((_, k) => counts[k]! > 0);
  if (seen.length < 2) throw SingleClass.create({ rows: X.rows, classes: seen });
  y.classes.forEach((label, k) => {
    if (counts[k] === 0) throw ClassWithoutRows.create({ label, rows: X.rows });
  });
  checkFinite(X);
  if (options.sampleWeight === undefined) return Float64Array.from(counts);
  checkSampleWeight(options.sampleWeight, X.rows);
  return weightOfClasses(y, counts, options.sampleWeight);
}

/** The total sample weight of each class. A class without weight is refused, like a class without rows. */
function weightOfClasses(y: Labels, counts: Uint32Array, sampleWeight: ArrayLike<number>): Float64Array {
  const totals = new Float64Array(counts.length);
  for (let i = 0; i < y.codes.length; i++) totals[y.codes[i]!]! += sampleWeight[i]!;
  totals.forEach((total, k) => {
    if (total === 0) throw ClassWithoutWeight.create({ label: y.classes[k]!, rows: counts[k]! });
  });
  return totals;
}

/** Checks that X is a matrix with the number of features of the model. */
export function checkColumns(X: CsrMatrix, featureCount: number): void {
  checkMatrix(X);
  if (X.cols !== featureCount) {
    throw ShapeMismatch.create({
      what: "Matrix columns for the model",
      expected: featureCount,
      actual: X.cols,
    });
  }
}

/** Checks that all values are finite and that all column numbers are below the number of columns. */
export function checkFinite(X: CsrMatrix): void {
  for (let k = 0; k < X.values.length; k++) {
    // x − x is 0 for finite numbers, and NaN for NaN and infinities.
    if (X.values[k]! - X.values[k]! !== 0) throw notFinite(X, k);
    if (X.indices[k]! >= X.cols) throw notFinite(X, k);
  }
}

function notFinite(X: CsrMatrix, position: number): Error {
  let row = 0;
  while (X.indptr[row + 1]! <= position) row++;
  const problem =
    X.indices[position]! >= X.cols
      ? `column ${X.indices[position]} of ${X.cols}`
      : `value ${X.values[position]}`;
  return InvalidCsrMatrix.create({ problem, row, position });
}

/** Checks that there is one finite weight from 0 for each row. */
export function checkSampleWeight(weights: ArrayLike<number>, rows: number): void {
  checkOption("sampleWeight", weights, numberList);
  if (weights.length !== rows) {
    throw ShapeMismatch.create({ what: "Sample weights", expected: rows, actual: weights.length });
  }
  for (let i = 0; i < rows; i++) {
    const value = weights[i]!;
    if (!(value >= 0 && value < Infinity)) {
      throw InvalidOption.create({ option: `sampleWeight[${i}]`, value, expected: "a finite number from 0" });
    }
  }
}
