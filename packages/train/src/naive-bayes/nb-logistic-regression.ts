import { type CsrMatrix, type Labels, portableLog } from "@imdb/core";
import { above, optionsOf, within } from "@imdb/core/options";
import { checkFit } from "../fitting/check-fit.js";
import { rowCosts } from "../fitting/class-weight.js";
import { type LiblinearOptions, type LogisticParams, logisticOptions } from "../linear/logistic-options.js";
import { binaryProblem, fitOutputs, type LinearLearner } from "../linear/one-output.js";
import { solveLogistic } from "../linear/solve-logistic.js";

/** What {@link nbLogisticRegression} takes: the regression's options and the weighting's. */
export interface NbLogisticRegressionOptions extends LiblinearOptions {
  /** Added to the document counts of the log-count ratio. Default 1. */
  readonly alpha?: number;
  /** How far the regression's weights replace their mean size: 0 is naive Bayes, 1 the regression. Default 1. */
  readonly beta?: number;
}

/** The schema of the weighting's options; the regression's are `logisticOptions`. */
export const nbWeightOptions = optionsOf<Pick<NbLogisticRegressionOptions, "alpha" | "beta">>({
  alpha: [1, above(0)],
  beta: [1, within(0, 1)],
});

/** An NB-weighted logistic regression that has not been fitted. */
export type NbLogisticRegression = LinearLearner;

/**
 * Logistic regression on columns scaled by their naive-Bayes log-count ratios
 * r = log((p/‖p‖₁) / (q/‖q‖₁)), p and q being α + the number of documents with the feature in the class and in
 * the rest. The scale goes into the fitted weights, so the model takes the plain matrix.
 *
 * @throws `INVALID_OPTION`; on fitting as `logisticRegression`.
 * @see    Wang & Manning (2012), Baselines and bigrams: simple, good sentiment and topic classification.
 */
export function nbLogisticRegression(options: NbLogisticRegressionOptions = {}): NbLogisticRegression {
  const { alpha: _, beta: __, ...rest } = options;
  const { alpha, beta } = nbWeightOptions.resolve(nbWeightOptions.pick(options));
  const params: LogisticParams = logisticOptions.resolve(rest);
  return {
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
        const ratio = logCountRatio(X, y, positive, alpha);
        const scaled = { ...X, values: X.values.map((value, k) => value * ratio[X.indices[k]!]!) };
        const solution = await solveLogistic(binaryProblem(scaled, y, costs, positive), params, run);
        return { ...solution, coef: blended(solution.coef, ratio, beta) };
      });
    },
  };
}

function logCountRatio(X: CsrMatrix, y: Labels, positive: number, alpha: number): Float64Array {
  const p = new Float64Array(X.cols).fill(alpha);
  const q = new Float64Array(X.cols).fill(alpha);
  for (let i = 0; i < X.rows; i++) {
    const side = y.codes[i] === positive ? p : q;
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) {
      if (X.values[k] !== 0) side[X.indices[k]!] = side[X.indices[k]!]! + 1;
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

function blended(coef: Float64Array, ratio: Float64Array, beta: number): Float64Array {
  let size = 0;
  for (let j = 0; j < coef.length; j++) size += Math.abs(coef[j]!);
  const mean = coef.length === 0 ? 0 : size / coef.length;
  return coef.map((weight, j) => ratio[j]! * (beta * weight + (1 - beta) * mean));
}
