import { type Classifier, type CsrMatrix, InvalidOption, type TrainLabels } from "@imdb/core";
import { checkFit } from "../check-fit.js";
import { type ClassWeight, checkClassWeight, rowWeights } from "../class-weight.js";
import type { LinearFitOptions } from "../fit-options.js";
import { integerFrom, knownOptions, numberAbove, oneOf } from "../options.js";
import { logisticDual } from "../solvers/logistic-dual.js";
import { checkWarmStart } from "./check-warm-start.js";
import { type LinearModel, linearModel } from "./linear-model.js";
import { binaryProblem, joinSolutions, outputCount, startOf } from "./one-output.js";

interface CommonOptions {
  /** Inverse of the regularisation strength: the weight of the loss against ½‖w‖². Default 1. */
  readonly C?: number;
  /** Most iterations. A fit that needs more says so in its report. Default 1000. */
  readonly maxIter?: number;
  /** Weights of classes. Default: 1 each. */
  readonly classWeight?: ClassWeight;
  /** Whether there is an intercept. Default true. */
  readonly fitIntercept?: boolean;
}

/** Dual coordinate descent, as liblinear: the intercept is penalised like a weight. */
export interface LiblinearOptions extends CommonOptions {
  readonly solver?: "liblinear";
  readonly penalty?: "l2";
  /** Stop when the relative duality gap is at most this. Default 1e-6. */
  readonly tol?: number;
  /** Value of the constant feature whose weight gives the intercept; larger: penalised less. Default 1. */
  readonly interceptScaling?: number;
}

/** The options of {@link logisticRegression}, one form a solver. */
export type LogisticRegressionOptions = LiblinearOptions;

/** A logistic regression that has not been fitted. */
export interface LogisticRegression extends Classifier<LinearModel> {
  fit(X: CsrMatrix, y: TrainLabels, run?: LinearFitOptions): Promise<LinearModel>;
}

const DEFAULTS = {
  solver: "liblinear",
  penalty: "l2",
  C: 1,
  tol: 1e-6,
  maxIter: 1000,
  fitIntercept: true,
  interceptScaling: 1,
} as const;

/**
 * Logistic regression on sparse rows.
 *
 * `solver: "liblinear"` minimises ½‖(w, b/s)‖² + C·Σ rowWeightᵢ·log(1 + exp(−yᵢ(w·xᵢ + b))), s the intercept
 * scaling, by dual coordinate descent, and stops when the duality gap is at most `tol` times that. More than
 * two classes are taken one against the rest.
 *
 * @throws `INVALID_OPTION`; on fitting, what {@link checkFit} lists, and `FIT_DIVERGED`.
 * @see    Yu, Huang & Lin (2011); scikit-learn's `LogisticRegression`.
 * @example
 * const model = await logisticRegression({ C: 10 }).fit(X, labels, { seed: 1 });
 * model.report.converged; // => true
 */
export function logisticRegression(options: LogisticRegressionOptions = {}): LogisticRegression {
  const params = checkOptions(options);
  return {
    params,
    async fit(X, y, run = {}) {
      const counts = checkFit(X, y, run);
      checkWarmStart(run.warmStart, X, y);
      const weights = rowWeights(y, counts, params.classWeight, run.sampleWeight);
      const costs = weights.map((weight) => weight * params.C);
      const solutions = [];
      for (let output = 0; output < outputCount(y); output++) {
        const problem = binaryProblem(X, y, costs, output);
        const interceptScaling = params.fitIntercept ? params.interceptScaling : 0;
        const settings = { tol: params.tol, maxIter: params.maxIter, interceptScaling };
        solutions.push(await logisticDual(problem, settings, run, startOf(run.warmStart, output)));
      }
      return linearModel({
        kind: "LogisticRegression",
        params: { ...params, seed: run.seed ?? 0 },
        classes: y.classes,
        featureCount: X.cols,
        link: solutions.length === 1 ? "sigmoid" : "ovr",
        ...joinSolutions(params.solver, X.cols, solutions),
      });
    },
  };
}

function checkOptions(options: LogisticRegressionOptions) {
  knownOptions(options, [...Object.keys(DEFAULTS), "classWeight"]);
  const params = { ...DEFAULTS, ...options };
  oneOf("solver", params.solver, ["liblinear"]);
  oneOf("penalty", params.penalty, ["l2"]);
  numberAbove("C", params.C, 0);
  numberAbove("tol", params.tol, 0);
  integerFrom("maxIter", params.maxIter, 1);
  numberAbove("interceptScaling", params.interceptScaling, 0);
  checkClassWeight(params.classWeight);
  if (typeof params.fitIntercept !== "boolean") {
    throw InvalidOption.create({
      option: "fitIntercept",
      value: params.fitIntercept,
      expected: "true or false",
    });
  }
  return params;
}
