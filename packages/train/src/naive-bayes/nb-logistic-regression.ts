import { type CsrMatrix, type Labels, ownFacts, portableLog } from "@imdb/core";
import { above, anObject, checkOption, optionsOf, within } from "@imdb/core/options";
import { checkFit } from "../fitting/check-fit.js";
import { rowCosts } from "../fitting/class-weight.js";
import { type LiblinearOptions, type LogisticParams, logisticOptions } from "../linear/logistic-options.js";
import { binaryProblem, fitOutputs, type LinearLearner } from "../linear/one-output.js";
import { solveLogistic } from "../linear/solve-logistic.js";

/** Options of {@link nbLogisticRegression}: those of the regression and of the log-count ratios. */
export interface NbLogisticRegressionOptions extends LiblinearOptions {
  /** Smoothing: it is added to the document counts of the log-count ratio. Default 1. */
  readonly alpha?: number;
  /** Interpolation of the weights, from 0 to 1: 0 is naive Bayes, 1 is the regression. Default 1. */
  readonly beta?: number;
}

/** The schema of `alpha` and `beta`. The other options are those of `logisticOptions`. */
export const nbWeightOptions = optionsOf<Pick<NbLogisticRegressionOptions, "alpha" | "beta">>({
  alpha: [1, above(0)],
  beta: [1, within(0, 1)],
});

/** An NB-weighted logistic regression that has not been fitted. */
export type NbLogisticRegression = LinearLearner;

/**
 * Logistic regression on columns that are multiplied by their naive-Bayes log-count ratios
 * r = log((p/‖p‖₁) / (q/‖q‖₁)), where p and q are α + the number of documents with the feature in the class and in the
 * other classes. The fitted weights include the ratios, so the model predicts from the original matrix.
 *
 * @throws `INVALID_OPTION`; the fit throws what `logisticRegression` throws.
 * @see    Wang & Manning (2012), Baselines and bigrams: simple, good sentiment and topic classification.
 */
export function nbLogisticRegression(options: NbLogisticRegressionOptions = {}): NbLogisticRegression {
  checkOption("options", options, anObject<NbLogisticRegressionOptions>("an object of options"));
  const { alpha: _, beta: __, ...regression } = options;
  const { alpha, beta } = nbWeightOptions.resolve(nbWeightOptions.pick(options), "nbLogisticRegression");
  const solver = regression.solver ?? "liblinear";
  const params = logisticOptions.resolve({ ...regression, solver }, "nbLogisticRegression") as LogisticParams;
  const classifier: NbLogisticRegression = {
    params: { ...params, alpha, beta },
    recipe: { classifier: "nbLogisticRegression", options: { ...options } },
    async fit(X, y, run = {}) {
      const costs = rowCosts(y, checkFit(X, y, run), params, run.sampleWeight);
      const parts = {
        kind: "NbLogisticRegression",
        params: { ...params, alpha, beta, seed: run.seed ?? 0 },
        classes: y.classes,
        featureCount: X.cols,
      };
      return fitOutputs(parts, params.solver, async (positive) => {
        const ratio = logCountRatio(X, y, positive, alpha, run.sampleWeight);
        const scaled = { ...X, values: X.values.map((value, k) => value * ratio[X.indices[k]!]!) };
        const solution = await solveLogistic(binaryProblem(scaled, y, costs, positive), params, run);
        return { ...solution, coef: interpolated(solution.coef, ratio, beta) };
      });
    },
  };
  return ownFacts(classifier, "recipe");
}

/** The log-count ratio of each feature. A document counts as often as its sample weight says. */
function logCountRatio(
  X: CsrMatrix,
  y: Labels,
  positive: number,
  alpha: number,
  sampleWeight: ArrayLike<number> | undefined,
): Float64Array {
  const p = new Float64Array(X.cols).fill(alpha);
  const q = new Float64Array(X.cols).fill(alpha);
  for (let i = 0; i < X.rows; i++) {
    const counts = y.codes[i] === positive ? p : q;
    const weight = sampleWeight ? sampleWeight[i]! : 1;
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) {
      if (X.values[k] !== 0) counts[X.indices[k]!] = counts[X.indices[k]!]! + weight;
    }
  }
  let sumP = 0;
  let sumQ = 0;
  for (let j = 0; j < X.cols; j++) {
    sumP += p[j]!;
    sumQ += q[j]!;
  }
  const shift = portableLog(sumQ / sumP);
  return p.map((count, j) => portableLog(count / q[j]!) + shift);
}

/** Interpolates between the weights and their mean absolute value, and includes the ratios. */
function interpolated(coef: Float64Array, ratio: Float64Array, beta: number): Float64Array {
  let size = 0;
  for (let j = 0; j < coef.length; j++) size += Math.abs(coef[j]!);
  const mean = coef.length === 0 ? 0 : size / coef.length;
  return coef.map((weight, j) => ratio[j]! * (beta * weight + (1 - beta) * mean));
}
