import { readFileSync } from "node:fs";
import { contentHash, createSplit } from "@imdb/core";
import { countVectorizer, pipeline, selectKBest, tfidfTransformer, tfidfVectorizer } from "@imdb/features";
import { calibratedClassifier, learningCurve, logisticRegression, logLoss } from "@imdb/train";
import { expect, test } from "vitest";
import { textClassifier } from "./index.js";
import { preparedReviews } from "./testing/noisy-reviews.js";

interface Golden {
  readonly cases: readonly {
    readonly texts: readonly string[];
    readonly labels: readonly string[];
    readonly results: readonly {
      readonly model: "tfidf" | "selected";
      readonly method: "sigmoid" | "isotonic";
      readonly logLoss: number;
      readonly probabilities: readonly number[];
    }[];
  }[];
}

// From tools/parity/text-classifier/calibration.py.
const golden: Golden = JSON.parse(readFileSync(new URL("golden/calibration.json", import.meta.url), "utf8"));
const classifier = logisticRegression({ solver: "newton-cg", tol: 1e-10, maxIter: 10_000 });
const VECTORIZERS = {
  tfidf: () => tfidfVectorizer({ minDf: 2 }),
  selected: () =>
    pipeline(countVectorizer({ minDf: 2 }), [selectKBest({ k: 25, score: "chi2" }), tfidfTransformer()]),
};

function splitOf({ texts, labels }: Golden["cases"][number]) {
  const examples = texts.map((text, i) => ({ id: `${i}`, text, label: labels[i]! }));
  return createSplit("train", examples, contentHash(examples), { cleaning: [] });
}

const cases = golden.cases.flatMap((one) =>
  one.results.map((result) => ({ ...result, one, classes: new Set(one.labels).size })),
);

test.each(cases)("$model, $method, $classes classes: the probabilities of scikit-learn", async (c) => {
  const split = splitOf(c.one);
  const vectorizer = VECTORIZERS[c.model]();
  const model = await textClassifier({ vectorizer, classifier, calibration: { method: c.method } }).fit(
    split,
  );
  const p = model.predictProba(c.one.texts);
  // Features are single precision here, as in a bundle.
  for (const [at, expected] of c.probabilities.entries()) expect(p[at]).toBeCloseTo(expected, 6);
  const codes = Int32Array.from(c.one.labels, (label) => model.classes.indexOf(label));
  expect(logLoss(codes, p, model.classes.length)).toBeCloseTo(c.logLoss, 6);
});

test("a vectorizer that learns from labels makes the calibration of its rows too good, and this one not", async () => {
  const split = splitOf(golden.cases[0]!);
  const vectorizer = VECTORIZERS.selected();
  const inFolds = await textClassifier({ vectorizer, classifier, calibration: {} }).fit(split);
  const onRows = await textClassifier({ vectorizer, classifier: calibratedClassifier(classifier) }).fit(
    split,
  );
  const confidence = (model: typeof inFolds) =>
    model.predictProba(split.texts).reduce((sum, p) => sum + Math.abs(p - 0.5), 0);
  expect(confidence(inFolds)).toBeLessThan(confidence(onRows));
});

test("a size with too few rows of a class for the folds of a calibration is not measured, and the rest is", async () => {
  const data = await preparedReviews();
  const estimator = textClassifier({
    vectorizer: tfidfVectorizer(),
    classifier: logisticRegression(),
    calibration: { method: "sigmoid" },
  });
  const curve = await learningCurve({ estimator, shares: [0.1, 0.5, 1] }, data);
  expect(curve.mean[0]).toBeNull();
  expect(curve.mean[1]).toBeGreaterThan(0.5);
  expect(curve.mean[2]).toBeGreaterThan(0.5);
  expect(curve.warnings.join()).toMatch(/^\d training rows have no value: .*fewer than the 5 folds/);
  const small = learningCurve({ estimator, shares: [0.1] }, data);
  await expect(small).rejects.toMatchObject({ code: "TOO_FEW_FOR_FOLDS" });
});
