import { inspect } from "node:util";
import {
  crossValidate,
  gridSearchCV,
  halvingGridSearchCV,
  learningCurve,
  makeScorer,
  parameterGrid,
  stratifiedKFold,
} from "@imdb/train";
import { beforeAll, describe, expect, test } from "vitest";
import { logisticRegression, textClassifier, tfidfVectorizer } from "./index.js";
import { preparedReviews } from "./testing/noisy-reviews.js";

const cv = stratifiedKFold({ folds: 3, shuffleSeed: 1 });
let data: Awaited<ReturnType<typeof preparedReviews>>;
beforeAll(async () => {
  data = await preparedReviews();
});

const abstaining = (rules: readonly number[]) =>
  parameterGrid({ abstainBelow: rules }, ({ abstainBelow }) =>
    textClassifier({
      vectorizer: tfidfVectorizer(),
      classifier: logisticRegression({ C: 10 }),
      decision: { abstainBelow },
    }),
  );

describe("a search over rules that abstain", () => {
  test("by a score of labels needs a least coverage; by probabilities it does not", async () => {
    for (const scoring of ["accuracy", "precision", "recall"] as const) {
      const search = gridSearchCV({ estimators: abstaining([0.5, 0.9]), cv, scoring }, data);
      await expect(search).rejects.toMatchObject({
        code: "INVALID_OPTION",
        details: { option: "minCoverage" },
      });
    }
    const byLoss = await gridSearchCV({ estimators: abstaining([0.5, 0.9]), cv, scoring: "logLoss" }, data);
    expect(byLoss.points.map(({ rank }) => rank)).toEqual([1, 1]);
  });

  test("ranks those below the coverage last, and names them", async () => {
    const estimators = abstaining([0.5, 0.7, 0.9]);
    const free = await gridSearchCV({ estimators, cv, minCoverage: 0 }, data);
    const coverage = free.points.map(({ mean }) => mean["coverage"]!);
    expect(coverage[0]).toBe(1);
    expect(coverage[1]).toBeLessThan(coverage[0]!);
    expect(coverage[2]).toBeLessThan(coverage[1]!);
    const all = await gridSearchCV({ estimators, cv, minCoverage: 1 }, data);
    expect(all.bestPoint.params["abstainBelow"]).toBe(0.5);
    expect(all.points.map(({ rank }) => rank)).toEqual([1, 2, 2]);
    expect(all.warnings).toHaveLength(2);
    expect(all.warnings[0]).toMatch(/^Candidate 2 of 3 is ranked last: its coverage 0\.\d+ is below 1\.$/);
    const halved = await halvingGridSearchCV({ estimators, cv, minCoverage: 1, minRows: 20 }, data);
    expect(halved.bestPoint.params["abstainBelow"]).toBe(0.5);
  });

  test("a candidate without a score is last and named; the search goes on", async () => {
    const estimators = abstaining([1, 0.5]);
    const { points, bestPoint, warnings } = await gridSearchCV({ estimators, cv, minCoverage: 0 }, data);
    expect(bestPoint.params["abstainBelow"]).toBe(0.5);
    expect(points[0]).toMatchObject({ rank: 2, scores: [null, null, null] });
    expect(points[0]!.mean["accuracy"]).toBeUndefined();
    expect(warnings).toEqual(["Candidate 1 of 2 is ranked last: accuracy is not defined in every fold."]);
    const alone = gridSearchCV({ estimators: abstaining([1]), cv, minCoverage: 0 }, data);
    await expect(alone).rejects.toThrow(/accuracy is not defined in every fold/);
  });

  test("takes scorers and metrics with parameters with a least coverage, of the rows that are decided", async () => {
    const right = makeScorer(
      ({ actual, predicted }) => actual.filter((code, i) => code === predicted[i]).length / actual.length,
      { name: "right" },
    );
    const estimators = abstaining([0.5, 0.7, 1]);
    for (const scoring of [right, { metric: "fbeta", beta: 2 } as const]) {
      await expect(gridSearchCV({ estimators, cv, scoring }, data)).rejects.toMatchObject({
        details: { option: "minCoverage" },
      });
    }
    const search = await gridSearchCV({ estimators, cv, scoring: right, minCoverage: 0 }, data);
    for (const { mean } of search.points.slice(0, 2))
      expect(mean["right"]).toBeCloseTo(mean["accuracy"]!, 12);
    expect(search.points[2]!.mean["right"]).toBeUndefined();
    expect(inspect(search)).toMatch(/at coverage 0\.\d{4} with/);
    const fbeta = { metric: "fbeta", beta: 2 } as const;
    expect(
      (await gridSearchCV({ estimators, cv, scoring: fbeta, minCoverage: 0.1 }, data)).bestPoint.rank,
    ).toBe(1);
  });

  test("a cross-validation and a learning curve show the coverage", async () => {
    const estimator = abstaining([0.7])[0]!.value;
    const validated = await crossValidate({ estimator, cv }, data);
    expect(inspect(validated)).toMatch(/coverage +0\.\d{4} ± /);
    const { coverage } = await learningCurve({ estimator, cv, shares: [1] }, data);
    expect(coverage).toEqual([validated.mean["coverage"]]);
    const decided = await learningCurve({ estimator: textClassifier(plain()), cv, shares: [1] }, data);
    expect("coverage" in decided).toBe(false);
  });
});

test("what is not defined in a fold is said beside the means", async () => {
  const parts = { ...plain(), decision: { threshold: 1 } };
  const warning =
    'In 3 of 3 folds: Precision is not defined and set to 0 for "pos": no row is predicted as it.';
  const estimator = textClassifier(parts);
  const validated = await crossValidate({ estimator, cv }, data);
  expect(validated.warnings).toContain(warning);
  expect(inspect(validated)).toContain("In 3 of 3 folds: Precision is not defined");
  expect((await learningCurve({ estimator, cv, shares: [1] }, data)).warnings).toContain(warning);
  const search = await gridSearchCV({ estimators: [{ params: {}, value: estimator }], cv }, data);
  expect(inspect(search)).toContain("In 1 of 1 points: Precision is not defined");
});

function plain() {
  return { vectorizer: tfidfVectorizer(), classifier: logisticRegression() };
}
