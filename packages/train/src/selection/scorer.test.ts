import { createSplit } from "@imdb/core";
import { describe, expect, expectTypeOf, test } from "vitest";
import { logisticRegression } from "../linear/logistic-regression.js";
import { crossValidate } from "./cross-validate.js";
import golden from "./golden/scorers.json" with { type: "json" };
import { gridSearchCV } from "./grid-search-cv.js";
import { halvingGridSearchCV } from "./halving-grid-search-cv.js";
import { learningCurve } from "./learning-curve.js";
import type { MetricScoring } from "./metric-scoring.js";
import { parameterGrid } from "./parameter-grid.js";
import { makeScorer, resolveScoring, type ScoringOption, withScore } from "./scorer.js";
import { generatedReviews, wordCounts } from "./word-counts.js";

const train = generatedReviews(120, 3);
const vectorizer = () => wordCounts(1, { fits: 0, texts: [] });
const space = () => ({
  vectorizers: parameterGrid({ minDf: [1] }, vectorizer),
  classifiers: parameterGrid({ C: [0.01, 1, 10] }, logisticRegression),
});
const fold = { vectorizer: vectorizer(), classifier: logisticRegression() };

describe.each(golden.cases)(`as scikit-learn ${golden.sklearn}, classes $classes`, (c) => {
  const labels = { role: "validation", classes: c.classes, codes: Int32Array.from(c.actual) } as const;
  const probabilities = Float64Array.from(c.probabilities);
  test.each(c.values)("$scoring", ({ scoring, value }) => {
    const scorer = resolveScoring(scoring as MetricScoring, labels);
    expect(withScore({}, scorer, labels, probabilities)[scorer.name]).toBeCloseTo(value, 12);
    expect(scorer.direction).toBe(scoring.metric === "cost" ? -1 : 1);
  });
});

describe("the class that a metric is about", () => {
  const scoring = { metric: "fbeta", beta: 2 } as const;
  const labels = { classes: ["neg", "pos"] };

  test("is named by the metric or by the labels, and never guessed", () => {
    const ofLabels = { ...labels, positive: "neg" };
    expect(resolveScoring(scoring, ofLabels).name).toBe("fbeta(beta=2, positive=neg)");
    expect(resolveScoring({ ...scoring, positive: "pos" }, ofLabels).name).toBe(
      "fbeta(beta=2, positive=pos)",
    );
    for (const wrong of [scoring, { ...scoring, positive: "other" }]) {
      expect(() => resolveScoring(wrong, labels)).toThrow(
        expect.objectContaining({
          code: "INVALID_OPTION",
          message: expect.stringContaining("one of neg, pos"),
        }),
      );
    }
  });

  test("is not guessed for numbers as labels either, and an average needs none", () => {
    for (const classes of [
      ["0", "1"],
      ["-1", "1"],
    ]) {
      expect(() => resolveScoring({ metric: "recall" }, { classes })).toThrow(
        expect.objectContaining({ code: "INVALID_OPTION" }),
      );
      expect(resolveScoring(scoring, { classes, positive: "1" }).name).toBe("fbeta(beta=2, positive=1)");
    }
    expect(resolveScoring({ ...scoring, average: "macro" }, labels).name).toBe(
      "fbeta(beta=2, average=macro)",
    );
  });

  test("a search is refused before the first fit when nothing names it", async () => {
    const seen = { fits: 0, texts: [] };
    const vectorizers = parameterGrid({ minDf: [1] }, () => wordCounts(1, seen));
    await expect(gridSearchCV({ ...space(), vectorizers, scoring }, train)).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
    expect(seen.fits).toBe(0);
  });
});

test("a search by a metric with parameters takes the best value of it", async () => {
  const cost = { metric: "cost", falsePositiveCost: 1, falseNegativeCost: 8, positive: "neg" } as const;
  for (const search of [gridSearchCV, halvingGridSearchCV]) {
    const { scoring, best, points } = await search({ ...space(), scoring: cost }, train);
    expect(scoring).toBe("cost(falsePositiveCost=1, falseNegativeCost=8, positive=neg)");
    expect(best.mean[scoring]).toBe(Math.min(...points.map((point) => point.mean[scoring]!)));
  }
});

test("a function and a scorer get the held-out rows, and decide the search", async () => {
  const share = ({ actual, predicted }: { actual: Int32Array; predicted: Int32Array }) =>
    actual.filter((code, i) => code === predicted[i]).length / actual.length;
  const byFunction = await gridSearchCV({ ...space(), scoring: share }, train);
  const byName = await gridSearchCV(space(), train);
  expect(byFunction.scoring).toBe("share");
  expect(byFunction.points.map(({ scores }) => scores)).toEqual(byName.points.map(({ scores }) => scores));
  const errors = makeScorer((rows) => 1 - share(rows), { name: "errors", better: "lower" });
  const byErrors = await gridSearchCV({ ...space(), scoring: errors }, train);
  expect(byErrors.points.map(({ rank }) => rank)).toEqual(byName.points.map(({ rank }) => rank));
});

test("crossValidate and learningCurve take a score too", async () => {
  const scoring = { metric: "recallAtPrecision", precision: 0.6, positive: "pos" } as const;
  const { mean, folds } = await crossValidate({ ...fold, scoring }, train);
  const name = "recallAtPrecision(precision=0.6, positive=pos)";
  expect(mean[name]).toBeCloseTo(
    folds.reduce((sum, { score }) => sum + score! / folds.length, 0),
    12,
  );
  expect(mean["accuracy"]).toBeGreaterThan(0.5);
  const curve = await learningCurve({ ...fold, scoring, shares: [1] }, train);
  expect(curve).toMatchObject({ scoring: name, mean: [mean[name]] });
});

test("a score that is not defined is missing, and a search by it is refused", async () => {
  const undefinedOnce = makeScorer(({ actual }) => (actual[0] === 0 ? null : 1), { name: "sometimes" });
  const one = createSplit("train", train.examples, train.version);
  const { folds, mean } = await crossValidate({ ...fold, scoring: undefinedOnce }, one);
  expect(folds.map(({ score }) => score)).toContain(null);
  expect(mean).not.toHaveProperty("sometimes");
  await expect(gridSearchCV({ ...space(), scoring: () => null }, train)).rejects.toMatchObject({
    code: "INVALID_OPTION",
  });
});

test.each<[string, unknown]>([
  ["a metric that does not exist", { metric: "beauty" }],
  ["an unknown parameter", { metric: "f1", beta: 2 }],
  ["a class of an average", { metric: "f1", average: "macro", positive: "pos" }],
  ["a beta of 0", { metric: "fbeta", beta: 0, positive: "pos" }],
  ["a function that returns NaN", () => Number.NaN],
  ["a scorer without a name", { better: "higher", score: () => 1 }],
])("%s is refused", async (_, scoring) => {
  const search = gridSearchCV({ ...space(), scoring: scoring as ScoringOption }, train);
  await expect(search).rejects.toMatchObject({ code: "INVALID_OPTION" });
});

test("the name of a scorer is not that of a metric", () => {
  expect(() => makeScorer(() => 1, { name: "accuracy" })).toThrow("not the name of a metric");
});

test("parameters of another metric do not compile", () => {
  // @ts-expect-error F1 has no beta
  const wrong: ScoringOption = { metric: "f1", beta: 2 };
  expectTypeOf<{ metric: "fbeta"; beta: number }>().toExtend<ScoringOption>();
  expect(wrong).toBeDefined();
});
