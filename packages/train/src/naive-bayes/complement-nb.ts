import { portableLog } from "@imdb/core";
import { above, flag, optionsOf } from "@imdb/core/options";
import { checkFit } from "../fitting/check-fit.js";
import { linearModel } from "../linear/linear-model.js";
import { featureMass, oneOutputOfTwo } from "./feature-mass.js";
import type { NaiveBayes } from "./multinomial-nb.js";

/** What {@link complementNb} takes. */
export interface ComplementNbOptions {
  /** Added to every count. Default 1. */
  readonly alpha?: number;
  /** Whether each class's weights are divided by their sum. Default false. */
  readonly norm?: boolean;
}

/** The schema of {@link ComplementNbOptions}. */
export const complementNbOptions = optionsOf<ComplementNbOptions>({
  alpha: [1, above(0)],
  norm: [false, flag],
});

/**
 * Complement naive Bayes: each class by how unlike the text is to all the others; suits uneven classes.
 *
 * @throws `INVALID_OPTION`; on fitting as `multinomialNb`.
 * @see    Rennie, Shih, Teevan & Karger (2003), Tackling the poor assumptions of naive Bayes text classifiers;
 *         scikit-learn's `ComplementNB`.
 */
export function complementNb(options: ComplementNbOptions = {}): NaiveBayes {
  const { alpha, norm } = complementNbOptions.resolve(options);
  return {
    params: { alpha, norm },
    recipe: { classifier: "complementNb", options: { alpha, norm } },
    async fit(X, y, run = {}) {
      checkFit(X, y, run);
      const weights = featureMass(X, y, run.sampleWeight).features;
      const classes = y.classes.length;
      const all = new Float64Array(X.cols);
      for (let at = 0; at < weights.length; at++) all[at % X.cols] = all[at % X.cols]! + weights[at]!;
      for (let c = 0; c < classes; c++) {
        const row = weights.subarray(c * X.cols, (c + 1) * X.cols);
        let total = 0;
        for (let j = 0; j < row.length; j++) {
          // What the others have; rounding must not eat alpha, nor leave less than nothing.
          row[j] = Math.max(0, all[j]! - row[j]!) + alpha;
          total += row[j]!;
        }
        let sum = 0;
        for (let j = 0; j < row.length; j++) {
          row[j] = portableLog(row[j]! / total);
          sum += row[j]!;
        }
        for (let j = 0; j < row.length; j++) row[j] = norm ? row[j]! / sum : -row[j]!;
      }
      return linearModel({
        kind: "ComplementNB",
        params: { alpha, norm },
        classes: y.classes,
        featureCount: X.cols,
        link: classes === 2 ? "sigmoid" : "softmax",
        coef: classes === 2 ? oneOutputOfTwo(weights, X.cols) : weights,
        intercept: new Float64Array(classes === 2 ? 1 : classes),
      });
    },
  };
}
