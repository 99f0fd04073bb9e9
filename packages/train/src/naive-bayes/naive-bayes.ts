import { type CsrMatrix, InvalidCsrMatrix, type Labels } from "@imdb/core";
import { checkFit } from "../fitting/check-fit.js";
import { type LinearParts, linearModel } from "../linear/linear-model.js";
import type { LinearLearner } from "../linear/one-output.js";

/** A naive Bayes classifier that has not been fitted. */
export type NaiveBayes = LinearLearner;

/**
 * A naive Bayes classifier: a linear model, with one output for two classes, the second's weights minus the first's.
 *
 * @param weigh  Turns each class's mass of each feature into its weights, in place, given the mass of each class's
 *               rows; gives the classes' intercepts.
 */
export function naiveBayes(
  names: { readonly kind: string; readonly classifier: string },
  params: LinearParts["params"],
  weigh: (features: readonly Float64Array[], rows: Float64Array) => Float64Array,
): NaiveBayes {
  return {
    params: params,
    recipe: { classifier: names.classifier, options: params },
    async fit(X, y, run = {}) {
      checkFit(X, y, run);
      const { features, rows } = featureMass(X, y, run.sampleWeight);
      const perClass = y.classes.map((_, c) => features.subarray(c * X.cols, (c + 1) * X.cols));
      const intercepts = weigh(perClass, rows);
      const two = y.classes.length === 2;
      return linearModel({
        kind: names.kind,
        params: params,
        classes: y.classes,
        featureCount: X.cols,
        link: two ? "sigmoid" : "softmax",
        coef: two ? perClass[1]!.map((weight, j) => weight - features[j]!) : features,
        intercept: two ? Float64Array.of(intercepts[1]! - intercepts[0]!) : intercepts,
      });
    },
  };
}

/** Σ of each feature's values over the rows of each class, `classes × features`, and the rows' own mass. */
function featureMass(
  X: CsrMatrix,
  y: Labels,
  sampleWeight: ArrayLike<number> | undefined,
): { features: Float64Array; rows: Float64Array } {
  const features = new Float64Array(y.classes.length * X.cols);
  const rows = new Float64Array(y.classes.length);
  for (let i = 0; i < X.rows; i++) {
    const weight = sampleWeight ? sampleWeight[i]! : 1;
    const from = y.codes[i]! * X.cols;
    rows[y.codes[i]!] = rows[y.codes[i]!]! + weight;
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) {
      const value = X.values[k]!;
      if (value < 0) {
        throw InvalidCsrMatrix.create({
          problem: `value ${value}, and naive Bayes counts`,
          row: i,
          position: k,
        });
      }
      const at = from + X.indices[k]!;
      features[at] = features[at]! + weight * value;
    }
  }
  return { features, rows };
}
