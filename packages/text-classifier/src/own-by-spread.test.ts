import type { Classifier, TextEstimator } from "@imdb/core";
import {
  columnScaler,
  denseFeatures,
  featureUnion,
  hashingVectorizer,
  nbWeighting,
  pipeline,
  tfidfTransformer,
} from "@imdb/features";
import { parallelVectorizer } from "@imdb/features/node";
import {
  calibratedClassifier,
  classifierIdentity,
  dummyClassifier,
  gridSearchCV,
  groupKFold,
  linearSvc,
  multinomialNb,
  oneVsRestClassifier,
  recipeOf,
  repeatedStratifiedKFold,
  stratifiedGroupKFold,
  stratifiedKFold,
  votingClassifier,
} from "@imdb/train";
import { describe, expect, test } from "vitest";
import { countVectorizer, logisticRegression, textClassifier, tfidfVectorizer } from "./index.js";
import { preparedReviews } from "./testing/noisy-reviews.js";

const cv = stratifiedKFold({ folds: 3, shuffleSeed: 4 });
const own = (): Classifier => ({
  ...logisticRegression({ C: 10 }),
  fit: (X, y, run) => dummyClassifier().fit(X, y, run),
});

describe("what is made by spreading a built-in part is a part of its own", () => {
  test("a search fits an own vectorizer, and not the one that it was made of", async () => {
    const { train } = await preparedReviews();
    const base = tfidfVectorizer();
    const small = tfidfVectorizer({ maxFeatures: 3 });
    const mine = { ...base, fit: small.fit, fitTransform: small.fitTransform };
    const classifiers = [{ params: {}, value: logisticRegression() }];
    const vectorizers = [base, mine].map((value, k) => ({ params: { k }, value }));
    const pairs = await gridSearchCV({ vectorizers, classifiers, cv }, train);
    expect(pairs.points.map(({ features }) => features <= 3)).toEqual([false, true]);
    const estimators = vectorizers.map(({ params, value }) => ({
      params,
      value: textClassifier({ vectorizer: value, classifier: logisticRegression() }),
    }));
    const searched = await gridSearchCV({ estimators, cv }, train);
    expect(searched.points.map(({ features }) => features)).toEqual(
      pairs.points.map(({ features }) => features),
    );
  });

  test("a search fits an own estimator, and not the parts of the one that it was made of", async () => {
    const { train } = await preparedReviews();
    const base = textClassifier({ vectorizer: tfidfVectorizer(), classifier: logisticRegression() });
    const dummy = textClassifier({ vectorizer: tfidfVectorizer(), classifier: dummyClassifier() });
    const mine: TextEstimator = { ...base, fit: dummy.fit };
    const search = (value: TextEstimator) =>
      gridSearchCV({ estimators: [{ params: {}, value }], cv, scoring: "logLoss" }, train);
    expect((await search(mine)).bestPoint.scores).toEqual((await search(dummy)).bestPoint.scores);
  });

  test("a memory does not keep its scores, and worker threads get no recipe", async () => {
    const { train } = await preparedReviews();
    const memory = { get: async () => undefined, set: async () => {} };
    const vectorizers = [{ params: {}, value: tfidfVectorizer() }];
    const classifiers = [{ params: {}, value: own() }];
    const { warnings } = await gridSearchCV({ vectorizers, classifiers, cv, memory }, train);
    expect(warnings.join()).toContain("does not keep the scores of 1 of 1 candidates");
    expect(recipeOf(own())).toBeUndefined();
    expect(recipeOf(logisticRegression({ C: 10 }))).toEqual({
      classifier: "logisticRegression",
      options: { C: 10 },
    });
  });

  test("no part keeps its identity in a copy", () => {
    const parts = [
      tfidfVectorizer(),
      countVectorizer(),
      hashingVectorizer({ nFeatures: 8 }),
      denseFeatures(),
      pipeline(countVectorizer(), [tfidfTransformer()]),
      pipeline(countVectorizer(), [nbWeighting()]),
      featureUnion({ words: countVectorizer() }),
      tfidfTransformer(),
      columnScaler(),
      nbWeighting(),
      stratifiedKFold(),
      groupKFold(),
      stratifiedGroupKFold(),
      repeatedStratifiedKFold({ seed: 1 }),
      textClassifier({ vectorizer: tfidfVectorizer(), classifier: logisticRegression() }),
    ];
    for (const part of parts) {
      expect(part.identity).toEqual(expect.any(String));
      expect({ ...part }.identity).toBeUndefined();
    }
    const classifiers = [
      logisticRegression(),
      linearSvc(),
      multinomialNb(),
      dummyClassifier(),
      votingClassifier([logisticRegression()]),
      oneVsRestClassifier(logisticRegression()),
      calibratedClassifier(linearSvc()),
    ];
    for (const classifier of classifiers) {
      expect(classifierIdentity(classifier)).toEqual(expect.any(String));
      expect(classifierIdentity({ ...classifier })).toBeUndefined();
    }
  });

  test("an own vectorizer is not fitted as a built-in one on threads", () => {
    const mine = { ...tfidfVectorizer(), fit: tfidfVectorizer({ maxFeatures: 3 }).fit };
    expect(() => parallelVectorizer(mine)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });
});
