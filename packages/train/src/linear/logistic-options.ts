import {
  above,
  flag,
  integer,
  type OptionRules,
  oneOf,
  optional,
  optionForms,
  optionsOf,
  within,
} from "@imdb/core/options";
import { type ClassWeight, classWeightRule } from "../fitting/class-weight.js";

interface CommonOptions {
  /** Inverse of the regularisation strength: the weight of the loss relative to the penalty. Default 1. */
  readonly C?: number;
  /** The largest number of iterations. The report of a fit that needs more has a warning. Default 1000. */
  readonly maxIter?: number;
  /** Weights of classes. Default: 1 each. */
  readonly classWeight?: ClassWeight;
  /** Whether there is an intercept. Default true. */
  readonly fitIntercept?: boolean;
}

/**
 * The default: the fit chooses the solver by the number of classes. For two classes it is `liblinear` with
 * `dual: true` and `interceptScaling: 1`. For more it is `lbfgs`, which fits them together with softmax and does not
 * penalise the intercepts. The parameters of the fitted model name the solver that was used.
 */
export interface AutoOptions extends CommonOptions {
  readonly solver?: "auto";
  readonly penalty?: "l2";
  /** When the solver stops; see the options of the solver that is used. Default 1e-6. */
  readonly tol?: number;
}

/**
 * Dual coordinate descent, the fastest solver on text for two classes. More than two classes are fitted one against the
 * rest. `solver` may be left out with `dual` or `interceptScaling`, which no other solver has. The objective is ½‖(w, b/s)‖² + C·loss, where s is the intercept
 * scaling; as in liblinear, the intercept is penalised like a weight.
 */
export interface LiblinearOptions extends CommonOptions {
  readonly solver?: "liblinear";
  readonly penalty?: "l2";
  /** True: coordinate descent on the dual problem. False: trust-region Newton on the primal problem. Default true. */
  readonly dual?: boolean;
  /**
   * When the solver stops. Dual: the duality gap relative to the objective. Primal: as `tol` of `lbfgs`.
   * Default 1e-6.
   */
  readonly tol?: number;
  /** The value of the constant feature whose weight is the intercept. A larger value penalises it less. Default 1. */
  readonly interceptScaling?: number;
}

/** Coordinate-wise Newton on ‖(w, b/s)‖₁ + C·loss: sparse weights, and a penalised intercept. */
export interface LiblinearL1Options extends CommonOptions {
  readonly solver: "liblinear";
  readonly penalty: "l1";
  /** The solver stops when no component of the minimum-norm subgradient of the mean loss is larger. Default 1e-6. */
  readonly tol?: number;
  /** The value of the constant feature whose weight is the intercept. Default 1. */
  readonly interceptScaling?: number;
}

/**
 * Quasi-Newton (`lbfgs`) or trust-region Newton (`newton-cg`) on ½‖w‖² + C·loss with an unpenalised intercept, the
 * default objective of scikit-learn. More than two classes are fitted together, with softmax. A fit of two classes starts
 * with a few passes of dual coordinate descent and the best intercept for their weights; each pass counts as an
 * iteration. On text the solver often converges there.
 */
export interface SmoothOptions extends CommonOptions {
  readonly solver: "lbfgs" | "newton-cg";
  readonly penalty?: "l2";
  /** The solver stops when no component of the gradient of objective / (C·Σ row weights) is larger. Default 1e-6. */
  readonly tol?: number;
}

/** Coordinate-wise Newton on ‖w‖₁ + C·loss with an unpenalised intercept. More than two classes are fitted one against the rest. */
export interface CoordinateDescentL1Options extends CommonOptions {
  readonly solver: "coordinate-descent";
  readonly penalty: "l1";
  /** The solver stops when no component of the minimum-norm subgradient of the mean loss is larger. Default 1e-6. */
  readonly tol?: number;
}

/**
 * Coordinate-wise Newton on l1Ratio·‖w‖₁ + (1 − l1Ratio)·½‖w‖² + C·loss with an unpenalised intercept, the
 * objective of scikit-learn's `saga`. More than two classes are fitted one against the rest.
 */
export interface ElasticNetOptions extends CommonOptions {
  readonly solver: "coordinate-descent";
  readonly penalty: "elasticnet";
  /** The share of the L1 penalty, from 0 to 1. Default 0.5. */
  readonly l1Ratio?: number;
  /** The solver stops when no component of the minimum-norm subgradient of the mean loss is larger. Default 1e-6. */
  readonly tol?: number;
}

/** The options of the solver `coordinate-descent`: one form per penalty. */
export type CoordinateDescentOptions = CoordinateDescentL1Options | ElasticNetOptions;

/** The options of {@link logisticRegression}: one form per solver. */
export type LogisticRegressionOptions =
  | AutoOptions
  | LiblinearOptions
  | LiblinearL1Options
  | SmoothOptions
  | CoordinateDescentOptions;

/** Checked options with all defaults, before the solver is chosen. */
export interface LogisticSettings extends Omit<LogisticParams, "solver"> {
  readonly solver: "auto" | LogisticParams["solver"];
}

/** Checked options with all defaults, of one solver. */
export interface LogisticParams {
  readonly solver: "liblinear" | "lbfgs" | "newton-cg" | "coordinate-descent";
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

const common: OptionRules<CommonOptions & { readonly tol?: number }> = {
  C: [1, above(0)],
  tol: [1e-6, above(0)],
  maxIter: [1000, integer(1)],
  fitIntercept: [true, flag],
  classWeight: optional(classWeightRule),
};

/** The schemas of {@link LogisticRegressionOptions}. The solver and the penalty decide which one is used. */
export const logisticOptions = optionForms(
  ["solver", "penalty"],
  [
    optionsOf<AutoOptions, "classWeight">({
      solver: ["auto", oneOf("auto")],
      penalty: ["l2", oneOf("l2")],
      ...common,
    }),
    optionsOf<LiblinearOptions, "classWeight">({
      solver: ["liblinear", oneOf("liblinear")],
      penalty: ["l2", oneOf("l2")],
      ...common,
      interceptScaling: [1, above(0)],
      dual: [true, flag],
    }),
    optionsOf<LiblinearL1Options, "classWeight">({
      solver: ["liblinear", oneOf("liblinear")],
      penalty: oneOf("l1"),
      ...common,
      interceptScaling: [1, above(0)],
    }),
    optionsOf<SmoothOptions, "classWeight">({
      solver: oneOf("lbfgs", "newton-cg"),
      penalty: ["l2", oneOf("l2")],
      ...common,
    }),
    optionsOf<CoordinateDescentL1Options, "classWeight">({
      solver: oneOf("coordinate-descent"),
      penalty: oneOf("l1"),
      ...common,
    }),
    optionsOf<ElasticNetOptions, "classWeight">({
      solver: oneOf("coordinate-descent"),
      penalty: oneOf("elasticnet"),
      ...common,
      l1Ratio: [0.5, within(0, 1)],
    }),
  ],
);

/**
 * Checks options and fills in the defaults. The solver is `"auto"` where none is given, unless an option is given that
 * `liblinear` alone has.
 *
 * @param of  What the options belong to, for errors.
 * @throws `INVALID_OPTION`
 */
export function logisticSettings(options: LogisticRegressionOptions, of: string): LogisticSettings {
  const { solver, dual, interceptScaling } = Object(options) as LiblinearOptions;
  const isLiblinear = solver === undefined && (dual !== undefined || interceptScaling !== undefined);
  const given = isLiblinear ? ({ ...options, solver: "liblinear" } as LiblinearOptions) : options;
  return logisticOptions.resolve(given, of);
}

/** The parameters of a fit with this number of classes: those of `"auto"` name the solver that is used. */
export function logisticParams(settings: LogisticSettings, classes: number): LogisticParams {
  const { solver, ...options } = settings;
  if (solver !== "auto") return { ...options, solver };
  const chosen = classes > 2 ? "lbfgs" : "liblinear";
  return logisticOptions.resolve({
    ...options,
    solver: chosen,
  } as LogisticRegressionOptions) as LogisticParams;
}
