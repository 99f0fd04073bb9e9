/// <reference path="./ml-logistic-regression.d.ts" />
import {
  type Classifier,
  type CsrMatrix,
  InvalidOption,
  ownFacts,
  type RunOptions,
  type TrainLabels,
  throwIfCancelled,
  yieldToEventLoop,
} from "@imdb/core";
import { above, integer, optional, optionsOf } from "@imdb/core/options";
import { chi2, NegativeFeature } from "@imdb/measures";
import type { Matrix } from "ml-matrix";
import { FitDiverged } from "../errors.js";
import { checkFit } from "../fitting/check-fit.js";
import type { FitOptions } from "../fitting/fit-options.js";
import type { Recipe } from "../fitting/recipe.js";
import { bestColumns, learningRateFor, scaleColumns } from "./dense-columns.js";
import { type FittedDense, fittedDense } from "./fitted-dense.js";

/** Options of {@link denseLogisticRegression}. */
export interface DenseLogisticRegressionOptions {
  /** The number of features kept: those with the largest chi². Default 500. */
  readonly features?: number;
  /** Steps of gradient descent. There is no penalty; a small number of steps is the only regularisation. Default 100. */
  readonly numSteps?: number;
  /**
   * The learning rate, for the mean loss on columns with standard deviation 1. Default: 4 divided by the largest
   * eigenvalue of XᵀX / rows of these columns; with it, every step lowers the loss.
   */
  readonly learningRate?: number;
}

/** The schema of {@link DenseLogisticRegressionOptions}. */
export const denseOptions = optionsOf<DenseLogisticRegressionOptions, "learningRate">({
  features: [500, integer(1, 100_000)],
  numSteps: [100, integer(1)],
  learningRate: optional(above(0)),
});

/** A dense logistic regression that has not been fitted. */
export interface DenseLogisticRegression extends Classifier<FittedDense> {
  /** The name and the options that it was made with. */
  readonly recipe: Recipe;
  /** Fits on train rows. `run` may not have sample weights. */
  fit<L extends string>(X: CsrMatrix, y: TrainLabels<L>, run?: RunOptions): Promise<FittedDense<L>>;
}

/**
 * Logistic regression of the npm package ml-logistic-regression: full-batch gradient descent without a penalty. It runs
 * on a dense matrix of the features with the largest chi², each divided by its standard deviation, and a constant
 * column. It is a baseline for small data: the memory grows with rows × features, and the time of each class with
 * rows × features × steps. The package has no sample weights, so a fit with `sampleWeight` is refused.
 *
 * @throws `INVALID_OPTION`; the fit throws what `logisticRegression` throws, and `NEGATIVE_FEATURE` for a value below 0.
 */
export function denseLogisticRegression(
  options: DenseLogisticRegressionOptions = {},
): DenseLogisticRegression {
  const params = denseOptions.resolve(options);
  const { features, numSteps, learningRate } = params;
  const classifier: DenseLogisticRegression = {
    params,
    recipe: { classifier: "denseLogisticRegression", options: params },
    async fit(X, y, run: FitOptions = {}) {
      checkFit(X, y, run);
      refuseSampleWeight(run.sampleWeight);
      checkNotNegative(X);
      const [{ default: MlLogisticRegression }, { Matrix }] = await loadSolver();
      const columns = bestColumns(chi2(X, y), Math.min(features, X.cols));
      const dense = denseRows(Matrix, X, columns);
      const deviations = scaleColumns(dense, columns.length);
      await yieldToEventLoop();
      throwIfCancelled(run.signal, "Fitting");
      // The package sums the gradient over rows.
      const rate = (learningRate ?? learningRateFor(dense)) / X.rows;
      const model = new MlLogisticRegression({ numSteps, learningRate: rate });
      model.train(dense, Matrix.columnVector(Array.from(y.codes)));
      const outputs = y.classes.length === 2 ? 1 : y.classes.length;
      const weights = new Float64Array(outputs * (columns.length + 1));
      for (let o = 0; o < outputs; o++) {
        // The package's model of class k predicts "not k". For two classes, its model of the first class predicts the second.
        const row = model.classifiers[o]!.weights.to1DArray();
        const sign = outputs === 1 ? 1 : -1;
        row.forEach((weight, j) => {
          if (!Number.isFinite(weight))
            throw FitDiverged.create({ solver: "ml-logistic-regression", iterations: numSteps });
          weights[o * row.length + j] = (sign * weight) / (deviations[j] ?? 1);
        });
      }
      return fittedDense({ params, classes: y.classes, featureCount: X.cols, columns, weights });
    },
  };
  return ownFacts(classifier, "recipe");
}

function refuseSampleWeight(sampleWeight: ArrayLike<number> | undefined): void {
  if (sampleWeight === undefined) return;
  throw InvalidOption.create({
    option: "sampleWeight",
    value: `${sampleWeight.length} weights`,
    expected: "no sample weights with denseLogisticRegression, or logisticRegression",
  });
}

/** Loaded by the first fit: who only predicts, or fits another classifier, neither loads nor bundles these packages. */
function loadSolver() {
  return Promise.all([import("ml-logistic-regression"), import("ml-matrix")]);
}

/** The selection by chi² is defined for values from 0 only. */
function checkNotNegative({ indptr, indices, values }: CsrMatrix): void {
  const position = values.findIndex((value) => value < 0);
  if (position < 0) return;
  const row = indptr.findIndex((start) => start > position) - 1;
  const reason = "denseLogisticRegression selects its features by chi², which is defined for values from 0";
  throw NegativeFeature.create({ row, column: indices[position]!, value: values[position]!, reason });
}

/** The selected columns as a dense matrix, with a constant column at the end. */
function denseRows(Dense: typeof Matrix, X: CsrMatrix, columns: Uint32Array): Matrix {
  const positionOf = new Int32Array(X.cols).fill(-1);
  columns.forEach((column, position) => {
    positionOf[column] = position;
  });
  const dense = Dense.zeros(X.rows, columns.length + 1);
  for (let r = 0; r < X.rows; r++) {
    for (let k = X.indptr[r]!; k < X.indptr[r + 1]!; k++) {
      const position = positionOf[X.indices[k]!]!;
      if (position >= 0) dense.set(r, position, X.values[k]!);
    }
    dense.set(r, columns.length, 1);
  }
  return dense;
}
