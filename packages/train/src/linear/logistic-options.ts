import { InvalidOption, integerFrom, knownOptions, numberAbove, numberWithin, oneOf } from "@imdb/core";
import { type ClassWeight, checkClassWeight } from "../fitting/class-weight.js";

interface CommonOptions {
  /** Inverse of the regularisation strength: the weight of the loss against the penalty. Default 1. */
  readonly C?: number;
  /** Most iterations. A fit that needs more says so in its report. Default 1000. */
  readonly maxIter?: number;
  /** Weights of classes. Default: 1 each. */
  readonly classWeight?: ClassWeight;
  /** Whether there is an intercept. Default true. */
  readonly fitIntercept?: boolean;
}

/**
 * Dual coordinate descent, the fastest on text. As in liblinear the intercept is penalised like a weight:
 * ½‖(w, b/s)‖² + C·loss, s the intercept scaling.
 */
export interface LiblinearOptions extends CommonOptions {
  readonly solver?: "liblinear";
  readonly penalty?: "l2";
  /** True: coordinate descent on the dual; false: trust-region Newton on the primal. Default true. */
  readonly dual?: boolean;
  /**
   * Dual: the largest duality gap, relative to the objective, to stop at; primal: as of the other solvers.
   * Default 1e-6.
   */
  readonly tol?: number;
  /** Value of the constant feature whose weight gives the intercept; larger: penalised less. Default 1. */
  readonly interceptScaling?: number;
}

/** Coordinate-wise Newton on ‖(w, b/s)‖₁ + C·loss: sparse weights, penalised intercept. */
export interface LiblinearL1Options extends CommonOptions {
  readonly solver: "liblinear";
  readonly penalty: "l1";
  /** The largest component of the smallest subgradient of the mean loss to stop at. Default 1e-6. */
  readonly tol?: number;
  readonly interceptScaling?: number;
}

/**
 * Quasi-Newton (`lbfgs`) or trust-region Newton (`newton-cg`) on ½‖w‖² + C·loss with an unpenalised intercept,
 * scikit-learn's default objective; more than two classes are fitted together, by softmax. Two classes start
 * from a few passes of dual coordinate descent and the best intercept for them; each pass counts as an iteration. On
 * text that is often where the solver ends.
 */
export interface SmoothOptions extends CommonOptions {
  readonly solver: "lbfgs" | "newton-cg";
  readonly penalty?: "l2";
  /** The largest component of the gradient of (objective / (C·Σ row weights)) to stop at. Default 1e-6. */
  readonly tol?: number;
}

/**
 * Coordinate-wise Newton on l1Ratio·‖w‖₁ + (1 − l1Ratio)·½‖w‖² + C·loss with an unpenalised intercept, the
 * objective of scikit-learn's `saga`.
 */
export interface CoordinateDescentOptions extends CommonOptions {
  readonly solver: "coordinate-descent";
  readonly penalty: "l1" | "elasticnet";
  /** The share of L1 in the elastic net, 0 to 1. Default 0.5; fixed at 1 for `"l1"`. */
  readonly l1Ratio?: number;
  /** The largest component of the smallest subgradient of the mean loss to stop at. Default 1e-6. */
  readonly tol?: number;
}

/**
 * Stochastic average gradients on l1Ratio·‖w‖₁ + (1 − l1Ratio)·½‖w‖² + C·loss with an unpenalised intercept: every
 * penalty, and more than two classes together by softmax, as scikit-learn's `saga`. On text `lbfgs` and
 * `coordinate-descent` reach the same optimum sooner; a stream is for `sgdClassifier`.
 */
export interface SagaRegressionOptions extends CommonOptions {
  readonly solver: "saga";
  /** Default `"l2"`. */
  readonly penalty?: "l2" | "l1" | "elasticnet";
  /** The share of L1 in the elastic net, 0 to 1. Default 0.5; fixed for the other penalties. */
  readonly l1Ratio?: number;
  /** The largest component of the smallest subgradient of the mean loss to stop at. Default 1e-6. */
  readonly tol?: number;
}

/** The options of {@link logisticRegression}, one form a solver. */
export type LogisticRegressionOptions =
  | LiblinearOptions
  | LiblinearL1Options
  | SmoothOptions
  | CoordinateDescentOptions
  | SagaRegressionOptions;

/** Checked options with their defaults. */
export interface LogisticParams {
  readonly solver: "liblinear" | "lbfgs" | "newton-cg" | "coordinate-descent" | "saga";
  readonly penalty: "l2" | "l1" | "elasticnet";
  readonly C: number;
  readonly tol: number;
  readonly maxIter: number;
  readonly fitIntercept: boolean;
  readonly classWeight?: ClassWeight;
  readonly dual?: boolean;
  readonly interceptScaling?: number;
  readonly l1Ratio?: number;
}

const COMMON = ["solver", "penalty", "C", "tol", "maxIter", "fitIntercept", "classWeight"];

/** Checks options once, when a classifier is made. */
export function logisticParams(options: LogisticRegressionOptions): LogisticParams {
  const solver = oneOf("solver", options.solver ?? "liblinear", [
    "liblinear",
    "lbfgs",
    "newton-cg",
    "coordinate-descent",
    "saga",
  ]);
  const penalty = oneOf("penalty", options.penalty ?? "l2", PENALTIES[solver]);
  knownOptions(options, [...COMMON, ...ownOptions(solver, penalty)]);
  const { C = 1, tol = 1e-6, maxIter = 1000, fitIntercept = true, classWeight } = options;
  numberAbove("C", C, 0);
  numberAbove("tol", tol, 0);
  integerFrom("maxIter", maxIter, 1);
  flag("fitIntercept", fitIntercept);
  checkClassWeight(classWeight);
  const common = { solver, penalty, C, tol, maxIter, fitIntercept, ...(classWeight && { classWeight }) };
  const { dual, interceptScaling, l1Ratio } = options as Partial<LogisticParams>;
  if (solver === "liblinear") {
    const scaling = numberAbove("interceptScaling", interceptScaling ?? 1, 0);
    if (penalty === "l1") return { ...common, interceptScaling: scaling };
    return { ...common, interceptScaling: scaling, dual: flag("dual", dual ?? true) };
  }
  if (penalty === "elasticnet") return { ...common, l1Ratio: numberWithin("l1Ratio", l1Ratio ?? 0.5, 0, 1) };
  return common;
}

const PENALTIES: Record<LogisticParams["solver"], LogisticParams["penalty"][]> = {
  liblinear: ["l2", "l1"],
  lbfgs: ["l2"],
  "newton-cg": ["l2"],
  "coordinate-descent": ["l1", "elasticnet"],
  saga: ["l2", "l1", "elasticnet"],
};

function ownOptions(solver: string, penalty: string): string[] {
  if (solver === "liblinear") return penalty === "l2" ? ["interceptScaling", "dual"] : ["interceptScaling"];
  return penalty === "elasticnet" ? ["l1Ratio"] : [];
}

function flag(option: string, value: boolean): boolean {
  if (typeof value === "boolean") return value;
  throw InvalidOption.create({ option, value, expected: "true or false" });
}
