import {
  type Codec,
  createSplit,
  csrFromRows,
  decodeBundle,
  encodeBundle,
  type FittedClassifier,
  type FittedVectorizer,
  labelsOf,
} from "@imdb/core";
import { describe, expect, test } from "vitest";
import { chooseThreshold } from "./calibration/choose-threshold.js";
import { evaluate } from "./evaluate.js";
import { logisticRegression } from "./linear/logistic-regression.js";
import { crossValidate } from "./selection/cross-validate.js";
import { gridSearchCV } from "./selection/grid-search-cv.js";
import { parameterGrid } from "./selection/parameter-grid.js";
import type { Scoring } from "./selection/scoring.js";
import { generatedReviews, wordCounts } from "./selection/word-counts.js";
import { trainCodecs } from "./train-codecs.js";

const VERSION = `sha256:${"0".repeat(64)}` as const;

/** Generated reviews; those that were `pos` have the label `positive`. Every third of them is left out. */
function dataOf(positive: string, other: string, seed = 3) {
  const examples = generatedReviews(240, seed)
    .examples.filter((_, row) => row % 6 !== 1)
    .map((example) => ({ ...example, label: example.label === "pos" ? positive : other }));
  return createSplit("train", examples, VERSION, { positive });
}

const counts = () => wordCounts(1, { fits: 0, texts: [] });
const FIGURES = [
  "precision",
  "recall",
  "f1",
  "averagePrecision",
  "rocAuc",
  "expectedCalibrationError",
] as const;

describe("labels whose order turns around, of the same rows", () => {
  const [ordered, mirrored] = [dataOf("zzz_fraud", "aaa_ok"), dataOf("aaa_fraud", "zzz_ok")];

  test("change no figure of a fitted model", async () => {
    const evaluations = await Promise.all(
      [ordered, mirrored].map(async (split) => {
        const y = labelsOf(split);
        const { matrix } = await counts().fitTransform(split.texts);
        return evaluate(await logisticRegression({ tol: 1e-10 }).fit(matrix, y), matrix, y);
      }),
    );
    expect(evaluations.map(({ positive }) => positive)).toEqual(["zzz_fraud", "aaa_fraud"]);
    for (const name of FIGURES) expect(evaluations[0]![name], name).toBeCloseTo(evaluations[1]![name]!, 6);
    const { recall, perClass } = evaluations[1]!;
    expect(recall).toBe(perClass.find(({ label }) => label === "aaa_fraud")!.recall);
  });

  test("change no mean of a cross-validation and no winner of a search", async () => {
    const [one, other] = await Promise.all(
      [ordered, mirrored].map(async (split) => {
        const { mean } = await crossValidate(
          { vectorizer: counts(), classifier: logisticRegression({ tol: 1e-10 }) },
          split,
        );
        const options = {
          vectorizers: parameterGrid({ minDf: [1] }, ({ minDf }) =>
            wordCounts(minDf, { fits: 0, texts: [] }),
          ),
          classifiers: parameterGrid({ C: [0.001, 1] }, ({ C }) => logisticRegression({ C, tol: 1e-10 })),
          scoring: "recall" as const,
        };
        const { best } = await gridSearchCV(options, split);
        return { mean, best };
      }),
    );
    for (const name of FIGURES) expect(one!.mean[name], name).toBeCloseTo(other!.mean[name]!, 6);
    expect(one!.best.classifier).toEqual(other!.best.classifier);
    expect(one!.best.mean["recall"]).toBeCloseTo(other!.best.mean["recall"]!, 6);
  });
});

test("fraud and legit: the recall is that of the class that is asked for", () => {
  const split = dataOf("fraud", "legit");
  const y = labelsOf(split);
  const everyLegit: FittedClassifier = {
    kind: "always",
    params: {},
    classes: y.classes,
    featureCount: 1,
    predictProba: ({ rows }) => Float64Array.from({ length: 2 * rows }, (_, at) => at % 2),
  };
  const X = csrFromRows(
    Array.from(y.codes, () => []),
    1,
  );
  expect(evaluate(everyLegit, X, y).recall).toBe(0);
  expect(evaluate(everyLegit, X, y, { positive: "legit" }).recall).toBe(1);
  const { positive: _, ...unnamed } = y;
  expect(evaluate(everyLegit, X, unnamed).recall).toBeUndefined();
});

describe("a search by a metric of one class", () => {
  const { positive: _, ...split } = dataOf("fraud", "legit");

  test.each<Scoring>(["f1", "precision", "recall", "averagePrecision", "expectedCalibrationError"])(
    "%s is refused without a positive class, before the first fit",
    async (scoring) => {
      const seen = { fits: 0, texts: [] };
      const options = {
        vectorizers: [{ params: {}, value: wordCounts(1, seen) }],
        classifiers: [{ params: {}, value: logisticRegression() }],
        scoring,
      };
      await expect(gridSearchCV(options, split)).rejects.toMatchObject({
        code: "INVALID_OPTION",
        message: expect.stringContaining("positive class (fraud or legit)"),
      });
      expect(seen.fits).toBe(0);
      expect((await gridSearchCV(options, { ...split, positive: "fraud" })).scoring).toBe(scoring);
    },
  );
});

describe("a threshold that is chosen on the rows of a model", () => {
  const [split, held] = [dataOf("fraud", "legit"), dataOf("fraud", "legit", 4)];

  test("is a decision rule for an evaluation and a bundle, and reaches its target", async () => {
    const { vectorizer, matrix } = await counts().fitTransform(split.texts);
    const model = await logisticRegression().fit(matrix, labelsOf(split));
    const [X, labels] = [vectorizer.transform(held.texts), labelsOf(held)];
    const decision = chooseThreshold(
      { classes: model.classes, probabilities: model.predictProba(X), labels },
      { recall: 0.9 },
    );
    const evaluation = evaluate(model, X, labels, { decision });
    expect(evaluation.recall).toBeGreaterThanOrEqual(0.9);
    expect(evaluation).toMatchObject({ precision: decision.precision, recall: decision.recall });
    expect(evaluation.precision).not.toBe(evaluate(model, X, labels).precision);
    const info = { name: "n", metrics: {}, seed: 0, libraries: {}, positive: "fraud", decision };
    const trainingData = { version: VERSION, documents: 1, source: "made up" };
    const files = encodeBundle({ vectorizer, classifier: model }, { ...info, trainingData }, [
      codecOf(vectorizer),
      ...trainCodecs,
    ]);
    expect(decodeBundle(files, [codecOf(vectorizer), ...trainCodecs]).manifest.decision).toEqual(decision);
  });

  test("needs a positive class, and one that is worth saying", () => {
    const { positive: _, ...unnamed } = labelsOf(held);
    const probabilities = Float64Array.from({ length: 2 * held.texts.length }, () => 0.5);
    const rows = { classes: ["fraud", "legit"], probabilities };
    expect(() => chooseThreshold({ ...rows, labels: unnamed }, { recall: 0.5 })).toThrow(/positive/);
    expect(() =>
      chooseThreshold({ ...rows, labels: unnamed, positive: "fraud" }, { recall: 0.5 }),
    ).not.toThrow();
    const dear = { falsePositiveCost: 100, falseNegativeCost: 1 };
    expect(() => chooseThreshold({ ...rows, labels: unnamed, positive: "fraud" }, dear)).toThrow(
      expect.objectContaining({ code: "UNDEFINED_METRIC", message: expect.stringContaining("fraud") }),
    );
  });
});

/** A codec that writes nothing but the kind. */
function codecOf(vectorizer: FittedVectorizer): Codec {
  return {
    kind: vectorizer.kind,
    version: 1,
    encode: () => ({ params: {}, tensors: {} }),
    decode: () => vectorizer,
  };
}
