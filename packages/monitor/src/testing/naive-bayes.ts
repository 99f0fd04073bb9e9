import type { Classifier, CsrMatrix, LinearClassifier } from "@imdb/core";

/** A Bernoulli naive Bayes classifier as a linear model. */
export const naiveBayes: Classifier<LinearClassifier> = {
  params: {},
  async fit(X, y) {
    const present = [new Float64Array(X.cols).fill(1), new Float64Array(X.cols).fill(1)];
    const texts = [2, 2];
    for (let r = 0; r < X.rows; r++) {
      texts[y.codes[r]!]!++;
      for (let k = X.indptr[r]!; k < X.indptr[r + 1]!; k++) present[y.codes[r]!]![X.indices[k]!]!++;
    }
    const share = (c: number, j: number) => present[c]![j]! / texts[c]!;
    const odds = (p: number) => Math.log(p / (1 - p));
    const coef = Float64Array.from({ length: X.cols }, (_, j) => odds(share(1, j)) - odds(share(0, j)));
    const decide = (M: CsrMatrix) => {
      const values = new Float64Array(M.rows);
      for (let r = 0; r < M.rows; r++) {
        for (let k = M.indptr[r]!; k < M.indptr[r + 1]!; k++) values[r]! += coef[M.indices[k]!]!;
      }
      return values;
    };
    return {
      kind: "test/naive-bayes",
      params: {},
      classes: y.classes,
      featureCount: X.cols,
      coef,
      intercept: new Float64Array(1),
      decisionFunction: decide,
      predictProba: (M) =>
        Float64Array.from([...decide(M)].flatMap((d) => [1 / (1 + Math.exp(d)), 1 / (1 + Math.exp(-d))])),
    };
  },
};
