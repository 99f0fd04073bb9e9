/// <reference path="./ml-logistic-regression.d.ts" />
import {
  breathe,
  type Classifier,
  type CsrMatrix,
  type FittedClassifier,
  throwIfCancelled,
} from "@imdb/core";
import { above, integer, optional, optionsOf } from "@imdb/core/options";
import { chi2 } from "@imdb/measures";
import MlLogisticRegression from "ml-logistic-regression";
import { Matrix } from "ml-matrix";
import { FitDiverged } from "../errors.js";
import { checkColumns, checkFit } from "../fitting/check-fit.js";
import type { Recipe } from "../fitting/recipe.js";
import { probabilities } from "../linear/probabilities.js";
import { bestColumns, longestStep, scaleColumns } from "./dense-columns.js";

/** What {@link denseLogisticRegression} takes. */
export interface DenseLogisticRegressionOptions {
  /** Features kept, the best by chi². Default 500. */
  readonly features?: number;
  /** Steps of gradient descent; few of them are all the penalty there is. Default 100. */
  readonly numSteps?: number;
  /**
   * Length of a step, for the mean of the loss over columns of deviation 1. Default: 4 divided by the
   * largest eigenvalue of their XᵀX / rows, a step that goes down.
   */
  readonly learningRate?: number;
}

/** The schema of {@link DenseLogisticRegressionOptions}. */
export const denseOptions = optionsOf<DenseLogisticRegressionOptions, "learningRate">({
  features: [500, integer(1, 100_000)],
  numSteps: [100, integer(1)],
  learningRate: optional(above(0)),
});

/** A fitted small dense model. */
export interface FittedDense extends FittedClassifier {
  readonly kind: "DenseLogisticRegression";
  /** The columns it looks at, ascending. */
  readonly columns: Uint32Array;
  /** `outputs × (columns + 1)`, the intercept last; one output for two classes. */
  readonly weights: Float64Array;
}

/**
 * The npm package ml-logistic-regression behind the `Classifier` interface: full-batch gradient descent without
 * a penalty, on a dense matrix of the k best features by chi², each divided by its standard deviation, and a
 * constant one. A small baseline: its memory is rows × features and its time that times the steps, for each class.
 *
 * @throws `INVALID_OPTION`; on fitting as `multinomialNb`, and `FIT_DIVERGED`.
 */
export function denseLogisticRegression(
  options: DenseLogisticRegressionOptions = {},
): Classifier<FittedDense> & { readonly recipe: Recipe } {
  const params = denseOptions.resolve(options);
  const { features, numSteps, learningRate } = params;
  return {
    params,
    recipe: { classifier: "denseLogisticRegression", options: params },
    async fit(X, y, run = {}) {
      checkFit(X, y, run);
      const columns = bestColumns(chi2(X, y), Math.min(features, X.cols));
      const dense = denseRows(X, columns);
      const deviations = scaleColumns(dense, columns.length);
      await breathe();
      throwIfCancelled(run.signal, "Fitting");
      // The package sums the gradient over rows.
      const rate = (learningRate ?? longestStep(dense)) / X.rows;
      const model = new MlLogisticRegression({ numSteps, learningRate: rate });
      model.train(dense, Matrix.columnVector(Array.from(y.codes)));
      const outputs = y.classes.length === 2 ? 1 : y.classes.length;
      const weights = new Float64Array(outputs * (columns.length + 1));
      for (let o = 0; o < outputs; o++) {
        // The package's model of class k says "not k": of two classes, the first's is the second's own.
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
}

/** Puts a fitted dense model together. */
export function fittedDense(
  parts: Pick<FittedDense, "params" | "classes" | "featureCount" | "columns" | "weights">,
): FittedDense {
  const { columns, weights, classes, featureCount } = parts;
  const outputs = classes.length === 2 ? 1 : classes.length;
  const width = columns.length + 1;
  const placeOf = new Map(Array.from(columns, (column, place) => [column, place]));
  return {
    ...parts,
    kind: "DenseLogisticRegression",
    predictProba(X) {
      checkColumns(X, featureCount);
      const decisions = new Float64Array(X.rows * outputs);
      for (let r = 0; r < X.rows; r++) {
        for (let o = 0; o < outputs; o++) {
          let sum = weights[o * width + columns.length]!;
          for (let k = X.indptr[r]!; k < X.indptr[r + 1]!; k++) {
            const place = placeOf.get(X.indices[k]!);
            if (place !== undefined) sum += weights[o * width + place]! * X.values[k]!;
          }
          decisions[r * outputs + o] = sum;
        }
      }
      return probabilities(decisions, outputs, outputs === 1 ? "sigmoid" : "ovr");
    },
  };
}

function denseRows(X: CsrMatrix, columns: Uint32Array): Matrix {
  const placeOf = new Int32Array(X.cols).fill(-1);
  columns.forEach((column, place) => {
    placeOf[column] = place;
  });
  const dense = Matrix.zeros(X.rows, columns.length + 1);
  for (let r = 0; r < X.rows; r++) {
    for (let k = X.indptr[r]!; k < X.indptr[r + 1]!; k++) {
      const place = placeOf[X.indices[k]!]!;
      if (place >= 0) dense.set(r, place, X.values[k]!);
    }
    dense.set(r, columns.length, 1);
  }
  return dense;
}
