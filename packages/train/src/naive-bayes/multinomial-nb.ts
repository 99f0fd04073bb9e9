import { portableLog } from "@imdb/core";
import { above, optionsOf } from "@imdb/core/options";
import { type NaiveBayes, naiveBayes } from "./naive-bayes.js";

/** Options of {@link multinomialNb}. */
export interface MultinomialNbOptions {
  /** Smoothing: it is added to every count. Default 1. */
  readonly alpha?: number;
}

/** The schema of {@link MultinomialNbOptions}. */
export const multinomialNbOptions = optionsOf<MultinomialNbOptions>({ alpha: [1, above(0)] });

/**
 * Multinomial naive Bayes: log P(class) + Σ valueⱼ·log P(feature j | class), with
 * P(feature j | class) = (count + α) / (total + α·features). The fitted model is linear, so `explain` works with it.
 *
 * @throws `INVALID_OPTION`; the fit throws what `logisticRegression` throws, and `INVALID_CSR_MATRIX` for a value below 0.
 * @see    Manning, Raghavan & Schütze (2008), Introduction to Information Retrieval, chapter 13;
 *         scikit-learn's `MultinomialNB`.
 */
export function multinomialNb(options: MultinomialNbOptions = {}): NaiveBayes {
  const params = multinomialNbOptions.resolve(options, "multinomialNb");
  const { alpha } = params;
  return naiveBayes({ kind: "MultinomialNB", classifier: "multinomialNb" }, params, (features, rowsOf) => {
    for (const row of features) {
      const total = portableLog(row.reduce((sum, value) => sum + value, alpha * row.length));
      for (let j = 0; j < row.length; j++) row[j] = portableLog(row[j]! + alpha) - total;
    }
    const all = portableLog(rowsOf.reduce((a, b) => a + b, 0));
    return rowsOf.map((rows) => portableLog(rows) - all);
  });
}
