import {
  byCodePoint,
  type Classifier,
  type CsrMatrix,
  csrFromRows,
  type FittedVectorizer,
  type LinearClassifier,
  type Vectorizer,
} from "@imdb/core";

const tokens = (text: string) => new Set(text.toLowerCase().match(/\p{L}+/gu) ?? []);

/** Presence of words: the smallest real vectorizer. */
export const wordVectorizer: Vectorizer = {
  params: {},
  async fit(train) {
    return fitWords(train);
  },
  async fitTransform(train) {
    const fitted = fitWords(train);
    return { vectorizer: fitted, matrix: fitted.transform(train) };
  },
};

/** The vectorizer of these texts. */
export function fitWords(texts: readonly string[]): FittedVectorizer {
  const names = [...new Set(texts.flatMap((t) => [...tokens(t)]))].sort(byCodePoint);
  const columns = new Map(names.map((name, i) => [name, i]));
  const row = (text: string) =>
    [...tokens(text)].flatMap((t) => (columns.has(t) ? [[columns.get(t)!, 1] as const] : []));
  return {
    kind: "test/words",
    params: {},
    featureCount: names.length,
    featureNames: () => names,
    transform: (more) => csrFromRows(more.map(row), names.length),
  };
}

/** Bernoulli naive Bayes as a linear model. */
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
