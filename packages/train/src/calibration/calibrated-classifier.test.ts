import { decodePart, decodeSafetensors, encodePart, type Part } from "@imdb/core";
import { logLoss } from "@imdb/measures";
import { describe, expect, test } from "vitest";
import { dummyClassifier } from "../dummy-classifier.js";
import { oneVsRestClassifier } from "../ensemble/one-vs-rest-classifier.js";
import { votingClassifier } from "../ensemble/voting-classifier.js";
import { linearSvc } from "../linear/linear-svc.js";
import { logisticRegression } from "../linear/logistic-regression.js";
import { multinomialNb } from "../naive-bayes/multinomial-nb.js";
import { noisyRows } from "../noisy-rows.js";
import { repeatedStratifiedKFold } from "../selection/repeated-folds.js";
import { goldenData } from "../testing/golden-data.js";
import { trainCodecs } from "../train-codecs.js";
import { calibratedClassifier, withCalibration } from "./calibrated-classifier.js";
import golden from "./golden/calibrated.json" with { type: "json" };
import versionOne from "./golden/version-1.json" with { type: "json" };

const classifiers = {
  logisticRegression: logisticRegression({ solver: "newton-cg", tol: 1e-10 }),
  linearSvc: linearSvc({ tol: 1e-12, maxIter: 100_000 }),
  multinomialNb: multinomialNb(),
};

describe.each(golden.cases)(`as scikit-learn ${golden.sklearn}, $classes classes`, (c) => {
  const { X, y } = goldenData(c);
  test.each(c.results)("$classifier, $method, sample weights: $sampleWeight", async (r) => {
    const base = classifiers[r.classifier as keyof typeof classifiers];
    const classifier = calibratedClassifier(base, { method: r.method as "sigmoid" });
    const model = await classifier.fit(X, y, r.sampleWeight ? { sampleWeight: c.weights } : {});
    const p = model.predictProba(X);
    // An isotonic curve has steps, which a weight in its sixth digit may shift.
    const digits = r.method === "sigmoid" ? 4 : 2;
    r.probabilities.forEach((expected, at) => {
      expect(p[at]).toBeCloseTo(expected, digits);
    });
    expect(logLoss(y.codes, p, c.classes)).toBeCloseTo(r.logLoss, 3);
  });
});

describe.each(versionOne.cases)("a bundle of an earlier version: $method, $classes classes", (c) => {
  test("has the same probabilities, bit for bit, also when it is written again", () => {
    const { X } = noisyRows(c.rows, c.cols, c.seed, c.classes);
    const tensors = decodeSafetensors(Buffer.from(c.tensors, "base64"));
    const model = decodePart<ReturnType<typeof withCalibration>>({ ...c.part, tensors } as Part, trainCodecs);
    const bits = (p: Float64Array) => Buffer.from(p.slice(0, 8 * c.classes).buffer).toString("base64");
    expect(bits(model.predictProba(X))).toBe(c.probabilities);
    const again = decodePart<typeof model>(encodePart(model, trainCodecs), trainCodecs);
    expect(bits(again.predictProba(X))).toBe(c.probabilities);
  });
});

test.each(["sigmoid", "isotonic", "temperature"] as const)(
  "%s: folds that do not hold out each row once are refused",
  async (method) => {
    const { X, y } = noisyRows(40, 4, 1);
    const oneHoldout = {
      params: { splitter: "holdout" },
      split: () => [
        { train: Uint32Array.from({ length: 30 }, (_, i) => i), test: Uint32Array.from([30, 31, 32, 33]) },
      ],
    };
    for (const cv of [oneHoldout, repeatedStratifiedKFold({ folds: 2, repeats: 2 })]) {
      const fit = calibratedClassifier(logisticRegression(), { method, cv }).fit(X, y);
      await expect(fit).rejects.toMatchObject({
        code: "INVALID_OPTION",
        message: expect.stringContaining("cv"),
      });
    }
  },
);

test.each([
  ["a linear classifier", logisticRegression(), "decisions"],
  ["one-vs-rest of linear classifiers", oneVsRestClassifier(linearSvc()), "decisions"],
  ["naive Bayes", multinomialNb(), "probabilities"],
  ["a vote", votingClassifier([multinomialNb(), logisticRegression()]), "probabilities"],
  ["a classifier without decision values", dummyClassifier(), "probabilities"],
] as const)("a sigmoid of several classes takes what scikit-learn takes: %s", async (_, classifier, on) => {
  const { X, y } = noisyRows(120, 6, 2, 3);
  const counts = { ...X, values: X.values.map(Math.abs) };
  const model = await calibratedClassifier(classifier).fit(counts, y);
  expect(model.calibrator.on).toBe(on);
  const p = model.predictProba(counts);
  for (let at = 0; at < p.length; at += 3) expect(p[at]! + p[at + 1]! + p[at + 2]!).toBeCloseTo(1, 12);
});

test("a calibrator of decision values is refused for a classifier without them", async () => {
  const { X, y } = noisyRows(40, 4, 1);
  const { calibrator } = await calibratedClassifier(logisticRegression()).fit(X, y);
  const dummy = await dummyClassifier().fit(X, y);
  expect(() => withCalibration(dummy, calibrator)).toThrow("decisionFunction");
});
