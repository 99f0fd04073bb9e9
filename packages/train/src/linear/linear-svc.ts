import type { Classifier, CsrMatrix, TrainLabels } from "@imdb/core";
import { above, integer, oneOf, optional, optionsOf, within } from "@imdb/core/options";
import { checkFit } from "../fitting/check-fit.js";
import { type ClassWeight, classWeightRule, rowWeights } from "../fitting/class-weight.js";
import type { FitOptions } from "../fitting/fit-options.js";
import type { Recipe } from "../fitting/recipe.js";
import { svmDual } from "../solvers/svm-dual.js";
import { type LinearModel, linearModel } from "./linear-model.js";
import { binaryProblem, joinSolutions, outputCount } from "./one-output.js";

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
export interface LinearSvc extends Classifier<LinearModel> {
  /** How to make it again. */
  readonly recipe: Recipe;
  /** Fits on train rows; `run` takes sample weights besides. */
  fit(X: CsrMatrix, y: TrainLabels, run?: FitOptions): Promise<LinearModel>;
}

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
      const counts = checkFit(X, y, run);
      const costs = rowWeights(y, counts, params.classWeight, run.sampleWeight).map(
        (weight) => weight * params.C,
      );
      const solutions = [];
      for (let output = 0; output < outputCount(y); output++) {
        solutions.push(await svmDual(binaryProblem(X, y, costs, output), params, run));
      }
      return linearModel({
        kind: "LinearSVC",
        params: { ...params, seed: run.seed ?? 0 },
        classes: y.classes,
        featureCount: X.cols,
        link: solutions.length === 1 ? "sigmoid" : "ovr",
        ...joinSolutions("svm-dual", X.cols, solutions),
      });
    },
  };
}
