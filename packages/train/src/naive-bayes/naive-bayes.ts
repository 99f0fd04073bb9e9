import { type CsrMatrix, InvalidCsrMatrix, type Labels, ownFacts } from "@imdb/core";
import { checkFit } from "../fitting/check-fit.js";
import { type LinearParts, linearModel } from "../linear/linear-model.js";
import type { LinearLearner } from "../linear/one-output.js";

/** A naive Bayes classifier that has not been fitted. */
export type NaiveBayes = LinearLearner;

/**
 * A naive Bayes classifier as a linear model. Two classes have one output: the weights of the second class minus those
 * of the first.
 *
 * @param setWeights  Replaces the feature counts of each class by weights, in place. Its second argument is the total
 *                    sample weight of each class; it returns the intercepts of the classes.
 */
export function naiveBayes(
  names: { readonly kind: string; readonly classifier: string },
  params: LinearParts["params"],
  setWeights: (features: readonly Float64Array[], rows: Float64Array) => Float64Array,
): NaiveBayes {
  const classifier: NaiveBayes = {
    params,
    recipe: { classifier: names.classifier, options: params },
    async fit(X, y, run = {}) {
      checkFit(X, y, run);
      const { features, rows } = countFeatures(X, y, run.sampleWeight);
      const perClass = y.classes.map((_, c) => features.subarray(c * X.cols, (c + 1) * X.cols));
      const intercepts = setWeights(perClass, rows);
      const two = y.classes.length === 2;
      return linearModel({
        kind: names.kind,
        params,
        classes: y.classes,
        featureCount: X.cols,
        link: two ? "sigmoid" : "softmax",
        coef: two ? perClass[1]!.map((weight, j) => weight - features[j]!) : features,
        intercept: two ? Float64Array.of(intercepts[1]! - intercepts[0]!) : intercepts,
      });
    },
  };
  return ownFacts(classifier, "recipe");
}

/** The weighted sums of each feature per class, `classes × features`, and the total sample weight of each class. */
function countFeatures(
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
          problem: `value ${value}; naive Bayes needs counts or other values from 0`,
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
