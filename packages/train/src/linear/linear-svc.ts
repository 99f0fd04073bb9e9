import { above, integer, oneOf, optional, optionsOf, within } from "@imdb/core/options";
import { checkFit } from "../fitting/check-fit.js";
import { type ClassWeight, classWeightRule, rowCosts } from "../fitting/class-weight.js";
import { svmDual } from "../solvers/svm-dual.js";
import { binaryProblem, fitOutputs, type LinearLearner } from "./one-output.js";

/** What {@link linearSvc} takes. */
export interface LinearSvcOptions {
  /** Inverse of the regularisation strength. Default 1. */
  readonly C?: number;
  /** Default `"squaredHinge"`. */
  readonly loss?: "hinge" | "squaredHinge";
  /** The largest duality gap, relative to the objective, to stop at. Default 1e-5. */
  readonly tol?: number;
  /** Default 1000. */
  readonly maxIter?: number;
  readonly classWeight?: ClassWeight;
  /** Value of the constant feature whose weight gives the intercept; 0: no intercept. Default 1. */
  readonly interceptScaling?: number;
}

/** A linear support vector machine that has not been fitted. */
export type LinearSvc = LinearLearner;

/** The schema of {@link LinearSvcOptions}. */
export const linearSvcOptions = optionsOf<LinearSvcOptions, "classWeight">({
  C: [1, above(0)],
  loss: ["squaredHinge", oneOf("hinge", "squaredHinge")],
  tol: [1e-5, above(0)],
  maxIter: [1000, integer(1)],
  interceptScaling: [1, within(0, Infinity)],
  classWeight: optional(classWeightRule),
});

/**
 * A linear support vector machine: ½‖(w, b/s)‖² + C·Σ rowWeightᵢ·hinge(yᵢ(w·xᵢ + b)), as liblinear with a
 * penalised intercept; more than two classes one against the rest. The report's `gradientNorm` is the duality
 * gap: the objective has no gradient everywhere.
 *
 * Its probabilities are the sigmoid of the decision value, which ranks but is not calibrated: wrap it in
 * `calibratedClassifier` where the numbers matter.
 *
 * @throws `INVALID_OPTION`; on fitting as `logisticRegression`.
 * @see    Hsieh et al. (2008); scikit-learn's `LinearSVC`.
 */
export function linearSvc(options: LinearSvcOptions = {}): LinearSvc {
  const params = linearSvcOptions.resolve(options);
  return {
    params,
    recipe: { classifier: "linearSvc", options: { ...options } },
    async fit(X, y, run = {}) {
      const costs = rowCosts(y, checkFit(X, y, run), params, run.sampleWeight);
      const parts = {
        kind: "LinearSVC",
        params: { ...params, seed: run.seed ?? 0 },
        classes: y.classes,
        featureCount: X.cols,
      };
      return fitOutputs(parts, "svm-dual", (positive) =>
        svmDual(binaryProblem(X, y, costs, positive), params, run),
      );
    },
  };
}
