import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Split } from "@imdb/core";
import { nbWeighting, pipeline } from "@imdb/features";
import {
  crossValidate,
  crossValPredict,
  gridSearchCV,
  learningCurve,
  linearSvc,
  parameterGrid,
  stratifiedKFold,
} from "@imdb/train";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  countVectorizer,
  loadTextClassifier,
  logisticRegression,
  textClassifier,
  tfidfVectorizer,
} from "./index.js";
import { preparedReviews } from "./testing/noisy-reviews.js";

const cv = stratifiedKFold({ folds: 3, shuffleSeed: 4 });
let folder: string;
let data: Awaited<ReturnType<typeof preparedReviews>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "text-classifier-folds-"));
  data = await preparedReviews();
});
afterAll(() => rm(folder, { recursive: true }));

describe("cross-validation of a text classifier", () => {
  const parts = { vectorizer: tfidfVectorizer(), classifier: logisticRegression() };
  const estimator = textClassifier(parts);

  test("and its learning curve and predictions are those of the composed way, bit for bit", async () => {
    const ours = await crossValidate({ estimator, cv, scoring: { metric: "fbeta", beta: 2 } }, data);
    const composed = await crossValidate({ ...parts, cv, scoring: { metric: "fbeta", beta: 2 } }, data.train);
    expect(ours).toEqual(composed);
    const shares = [0.3, 1];
    expect(await learningCurve({ estimator, cv, shares }, data)).toEqual(
      await learningCurve({ ...parts, cv, shares }, data.train),
    );
    expect(await crossValPredict({ estimator, cv }, data)).toEqual(
      await crossValPredict({ ...parts, cv }, data.train),
    );
  });

  test("evaluates by its decision rule and about its positive class", async () => {
    const strict = textClassifier({ ...parts, positive: "neg", decision: { threshold: 0.9 } });
    const { folds, mean } = await crossValidate({ estimator: strict, cv }, data);
    expect(folds[0]!.evaluation).toMatchObject({ positive: "neg", decision: { threshold: 0.9 } });
    const free = await crossValidate({ estimator: textClassifier({ ...parts, positive: "neg" }), cv }, data);
    expect(mean["recall"]).toBeLessThan(free.mean["recall"]!);
    expect(mean["rocAuc"]).toBe(free.mean["rocAuc"]);
    const rules = parameterGrid({ threshold: [0.5, 0.9] }, ({ threshold }) =>
      textClassifier({ ...parts, positive: "neg", decision: { threshold } }),
    );
    const search = await gridSearchCV({ estimators: rules, cv, scoring: "recall" }, data);
    expect(search.points[1]!.mean).toEqual(mean);
    expect(search.best.decision).toEqual({ threshold: 0.5 });
    expect(search.best.positive).toBe("neg");
    const beta = await gridSearchCV({ estimators: rules, cv, scoring: { metric: "fbeta", beta: 9 } }, data);
    expect(beta.points[1]!.scores[0]).toBeLessThan(beta.points[0]!.scores[0]!);
  });

  test("a rule that abstains has no own score, and positive classes that differ are not compared", async () => {
    const careful = textClassifier({ ...parts, decision: { abstainBelow: 0.6 } });
    const { folds } = await crossValidate({ estimator: careful, cv }, data);
    expect(folds[0]!.evaluation.coverage).toBeLessThan(1);
    const own = { estimator: careful, cv, scoring: () => 1 };
    await expect(crossValidate(own, data)).rejects.toThrow(/abstains/);
    const agree = parameterGrid({ named: [true, false] }, ({ named }) =>
      textClassifier({ ...parts, ...(named && { positive: "pos" }) }),
    );
    expect((await gridSearchCV({ estimators: agree, cv }, data)).best.positive).toBe("pos");
    const differ = parameterGrid({ positive: ["neg", "pos"] }, ({ positive }) =>
      textClassifier({ ...parts, positive }),
    );
    await expect(gridSearchCV({ estimators: differ, cv }, data)).rejects.toThrow(/positive is "neg, pos"/);
  });
});

describe("a calibration of a text classifier", () => {
  const vectorizer = pipeline(countVectorizer(), [nbWeighting()]);
  const classifier = linearSvc();
  const calibrated = textClassifier({ vectorizer, classifier, calibration: { method: "isotonic", cv } });

  test("is searched and cross-validated as a whole, each fold on its own training rows", async () => {
    const { mean } = await crossValidate({ estimator: calibrated, cv }, data);
    const both = parameterGrid({ method: ["isotonic", "sigmoid"] }, ({ method }) =>
      textClassifier({ vectorizer, classifier, calibration: { method, cv } }),
    );
    const search = await gridSearchCV({ estimators: both, cv, scoring: "brier" }, data);
    expect(search.points[0]!.mean).toEqual(mean);
    expect(search.best.classifier.kind).toBe("CalibratedClassifier");
    expect(search.best.explain("great fun").contributions.length).toBeGreaterThan(0);
  });

  test("saves, loads, and records its options", async () => {
    expect(calibrated.params["calibration"]).toEqual({ method: "isotonic", cv: cv.params });
    const model = await calibrated.fit(data);
    await model.save(join(folder, "calibrated"));
    const loaded = await loadTextClassifier(join(folder, "calibrated"));
    expect(loaded.predictProba(data.test.texts)).toEqual(model.predictProba(data.test.texts));
    expect(() => textClassifier({ vectorizer, classifier, calibration: { metod: "x" } as never })).toThrow(
      /method/,
    );
  });

  test("a class without rows in a fold is named", async () => {
    const rare = data.train.examples.map((example, i) => (i === 0 ? { ...example, label: "rare" } : example));
    const split: Split<"train"> = { ...data.train, positive: undefined, examples: rare };
    const folds = stratifiedKFold({ folds: 3, smallClasses: "split" });
    const simple = textClassifier({ vectorizer: tfidfVectorizer(), classifier, calibration: { cv: folds } });
    await expect(crossValidate({ estimator: simple, cv: folds }, split)).rejects.toMatchObject({
      code: "CLASS_WITHOUT_ROWS",
      details: { label: "rare" },
    });
  });
});
