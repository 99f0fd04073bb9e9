import { type Classifier, type CsrMatrix, portableLog, type TrainLabels } from "@imdb/core";
import { above, optionsOf } from "@imdb/core/options";
import { checkFit } from "../fitting/check-fit.js";
import type { FitOptions } from "../fitting/fit-options.js";
import type { Recipe } from "../fitting/recipe.js";
import { type LinearModel, linearModel } from "../linear/linear-model.js";

import { featureMass, oneOutputOfTwo } from "./feature-mass.js";

/** What {@link multinomialNb} takes. */
export interface MultinomialNbOptions {
  /** Added to every count. Default 1. */
  readonly alpha?: number;
}

/** The schema of {@link MultinomialNbOptions}. */
export const multinomialNbOptions = optionsOf<MultinomialNbOptions>({ alpha: [1, above(0)] });

/** A naive Bayes classifier that has not been fitted. */
export interface NaiveBayes extends Classifier<LinearModel> {
  /** How to make it again. */
  readonly recipe: Recipe;
  /** Fits on train rows; `run` takes sample weights besides. */
  fit(X: CsrMatrix, y: TrainLabels, run?: FitOptions): Promise<LinearModel>;
}

/**
 * Multinomial naive Bayes: log P(class) + Σ valueⱼ·log P(feature j | class), the latter
 * (count + α) / (total + α·features). The fitted model is linear, so it explains itself like the others.
 *
 * @throws `INVALID_OPTION`; on fitting as `logisticRegression`, and `INVALID_CSR_MATRIX` for a value below 0.
 * @see    Manning, Raghavan & Schütze (2008), Introduction to Information Retrieval, chapter 13;
 *         scikit-learn's `MultinomialNB`.
 */
export function multinomialNb(options: MultinomialNbOptions = {}): NaiveBayes {
  const { alpha } = multinomialNbOptions.resolve(options);
  return {
    params: { alpha },
    recipe: { classifier: "multinomialNb", options: { alpha } },
    async fit(X, y, run = {}) {
      checkFit(X, y, run);
      const mass = featureMass(X, y, run.sampleWeight);
      const weights = mass.features;
      for (let c = 0; c < y.classes.length; c++) {
        const row = weights.subarray(c * X.cols, (c + 1) * X.cols);
        const total = portableLog(row.reduce((sum, value) => sum + value, alpha * X.cols));
        for (let j = 0; j < row.length; j++) row[j] = portableLog(row[j]! + alpha) - total;
      }
      const all = portableLog(mass.rows.reduce((a, b) => a + b, 0));
      const priors = mass.rows.map((rows) => portableLog(rows) - all);
      const two = y.classes.length === 2;
      return linearModel({
        kind: "MultinomialNB",
        params: { alpha },
        classes: y.classes,
        featureCount: X.cols,
        link: two ? "sigmoid" : "softmax",
        coef: two ? oneOutputOfTwo(weights, X.cols) : weights,
        intercept: two ? Float64Array.of(priors[1]! - priors[0]!) : priors,
      });
    },
  };
}
