import { ownFacts } from "@imdb/core";
import { above, integer, oneOf, optional, optionsOf, within } from "@imdb/core/options";
import { checkFit } from "../fitting/check-fit.js";
import { type ClassWeight, classWeightRule, costsAgainstRest } from "../fitting/class-weight.js";
import { svmDual } from "../solvers/svm-dual.js";
import { binaryProblem, fitOutputs, type LinearLearner } from "./one-output.js";

/** Options of {@link linearSvc}. */
export interface LinearSvcOptions {
  /** Inverse of the regularisation strength. Default 1. */
  readonly C?: number;
  /** The loss of a row. Default `"squaredHinge"`. */
  readonly loss?: "hinge" | "squaredHinge";
  /** The solver stops at this duality gap, relative to the objective. Default 1e-5. */
  readonly tol?: number;
  /** The largest number of iterations. Default 1000. */
  readonly maxIter?: number;
  /**
   * Weights of classes. Default: 1 each. With more than two classes, a weight multiplies the rows of its class only where
   * the class is fitted against the rest, as in liblinear.
   */
  readonly classWeight?: ClassWeight;
  /** The value of the constant feature whose weight is the intercept. 0: no intercept. Default 1. */
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
 * A linear support vector machine. It minimises ½‖(w, b/s)‖² + C·Σ rowWeightᵢ·hinge(yᵢ(w·xᵢ + b)), where s is the
 * intercept scaling; as in liblinear, the intercept is penalised. More than two classes are fitted one against the rest.
 * The `gradientNorm` of the report is the duality gap, because the objective is not differentiable everywhere.
 *
 * The probabilities are the sigmoid of the decision value. They order rows, but are not calibrated: use
 * `calibratedClassifier` when you need calibrated probabilities.
 *
 * @throws `INVALID_OPTION`; the fit throws what `logisticRegression` throws.
 * @see    Hsieh et al. (2008); scikit-learn's `LinearSVC`.
 */
export function linearSvc(options: LinearSvcOptions = {}): LinearSvc {
  const params = linearSvcOptions.resolve(options, "linearSvc");
  const classifier: LinearSvc = {
    params,
    recipe: { classifier: "linearSvc", options: { ...options } },
    async fit(X, y, run = {}) {
      const totals = checkFit(X, y, run);
      const parts = {
        kind: "LinearSVC",
        params: { ...params, seed: run.seed ?? 0 },
        classes: y.classes,
        featureCount: X.cols,
      };
      return fitOutputs(parts, "svm-dual", (positive) => {
        const costs = costsAgainstRest(y, totals, params, run.sampleWeight, positive);
        return svmDual(binaryProblem(X, y, costs, positive), params, run);
      });
    },
  };
  return ownFacts(classifier, "recipe");
}
