import type { CsrMatrix, Labels } from "@imdb/core";
import { featureMass } from "../naive-bayes/feature-mass.js";

/**
 * The chi² statistic of each feature against the classes; 0 for a feature that never occurs.
 *
 * @see scikit-learn's `chi2`.
 */
export function chi2(X: CsrMatrix, y: Labels): Float64Array {
  const { features, rows } = featureMass(X, y, undefined);
  const total = rows.reduce((a, b) => a + b, 0);
  const scores = new Float64Array(X.cols);
  for (let j = 0; j < X.cols; j++) {
    let sum = 0;
    for (let c = 0; c < rows.length; c++) sum += features[c * X.cols + j]!;
    if (sum === 0) continue;
    for (let c = 0; c < rows.length; c++) {
      const expected = (sum * rows[c]!) / total;
      scores[j] = scores[j]! + (features[c * X.cols + j]! - expected) ** 2 / expected;
    }
  }
  return scores;
}

/** The k best columns, ascending; of equals, the first. */
export function bestColumns(scores: Float64Array, k: number): Uint32Array {
  return Uint32Array.from(scores, (_, j) => j)
    .sort((a, b) => scores[b]! - scores[a]! || a - b)
    .slice(0, k)
    .sort();
}
