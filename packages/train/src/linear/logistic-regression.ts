import { ownFacts } from "@imdb/core";
import { checkFit } from "../fitting/check-fit.js";
import { rowCosts } from "../fitting/class-weight.js";
import { type LinearFitOptions, linearFit } from "../fitting/fit-options.js";
import { checkWarmStart } from "./check-warm-start.js";
import { linearModel } from "./linear-model.js";
import {
  type LogisticParams,
  type LogisticRegressionOptions,
  logisticParams,
  logisticSettings,
} from "./logistic-options.js";
import { binaryProblem, fitOutputs, type LinearLearner, outputStart } from "./one-output.js";
import { solveLogistic } from "./solve-logistic.js";
import { solveMultinomial } from "./solve-multinomial.js";

/** The solvers that fit more than two classes with one softmax model. */
const MULTINOMIAL: ReadonlySet<LogisticParams["solver"]> = new Set(["lbfgs", "newton-cg"]);

/** A logistic regression that has not been fitted. */
export type LogisticRegression = LinearLearner<LinearFitOptions>;

/**
 * Logistic regression on sparse rows.
 *
 * It minimises penalty(w) + C·Σ rowWeightᵢ·log(1 + exp(−yᵢ(w·xᵢ + b))). The documentation of each solver's options
 * describes the penalty, whether the intercept is penalised, and when the solver stops. A fit that does not converge
 * within `maxIter` iterations has `report.converged: false` and a warning. For more than two classes, `lbfgs` (then the
 * default) and `newton-cg` fit one softmax model; the other solvers fit one class against the rest.
 *
 * @throws `INVALID_OPTION`; the fit throws `NOT_TRAIN_SPLIT`, `SHAPE_MISMATCH`, `LABEL_OUT_OF_RANGE`, `SINGLE_CLASS`,
 *         `CLASS_WITHOUT_ROWS`, `INVALID_CSR_MATRIX`, `CANCELLED`, `FIT_DIVERGED`.
 * @see    Yu, Huang & Lin (2011), Dual coordinate descent methods for logistic regression and maximum entropy
 *         models; scikit-learn's `LogisticRegression`.
 * @example
 * const model = await logisticRegression({ C: 10 }).fit(X, labels, { seed: 1 });
 */
export function logisticRegression(options: LogisticRegressionOptions = {}): LogisticRegression {
  const settings = logisticSettings(options, "logisticRegression");
  const classifier: LogisticRegression = {
    params: { ...settings },
    recipe: { classifier: "logisticRegression", options: { ...options } },
    async fit(X, y, run = {}) {
      const counts = checkFit(X, y, run, linearFit);
      checkWarmStart(run.warmStart, X, y);
      const params = logisticParams(settings, y.classes.length);
      const costs = rowCosts(y, counts, params, run.sampleWeight);
      const parts = {
        kind: "LogisticRegression",
        params: { ...params, seed: run.seed ?? 0 },
        classes: y.classes,
        featureCount: X.cols,
      };
      if (MULTINOMIAL.has(params.solver) && y.classes.length > 2) {
        const solved = await solveMultinomial(X, y, costs, params, run, run.warmStart);
        return linearModel({ ...parts, link: "softmax", ...solved });
      }
      return fitOutputs(parts, params.solver, (positive, output) => {
        const start = outputStart(run.warmStart, output);
        return solveLogistic(binaryProblem(X, y, costs, positive), params, run, start);
      });
    },
  };
  return ownFacts(classifier, "recipe");
}
