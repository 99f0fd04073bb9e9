import { describe, expect, test } from "vitest";
import { logisticRegression } from "../linear/logistic-regression.js";
import { multinomialNb } from "../naive-bayes/multinomial-nb.js";
import { crossValPredict } from "./cross-val-predict.js";
import { crossValidate } from "./cross-validate.js";
import type { FoldScore } from "./fit-fold.js";
import { gridSearchCV } from "./grid-search-cv.js";
import { halvingGridSearchCV } from "./halving-grid-search-cv.js";
import { choice, logUniform, parameterGrid, parameterSample } from "./parameter-grid.js";
import { randomizedSearchCV } from "./randomized-search-cv.js";
import { repeatedStratifiedKFold } from "./repeated-folds.js";
import type { SearchProgress } from "./search-options.js";
import { stratifiedGroupKFold } from "./stratified-group-k-fold.js";
import { generatedReviews, wordCounts } from "./word-counts.js";

const train = generatedReviews(120, 3);
const cv = stratifiedGroupKFold({ folds: 3, shuffleSeed: 2 });
const counter = () => ({ fits: 0, texts: [] as (readonly string[])[] });

function space(seen = counter()) {
  return {
    vectorizers: parameterGrid({ minDf: [1, 30] }, ({ minDf }) => wordCounts(minDf, seen)),
    classifiers: parameterGrid({ C: [0.1, 1, 10] }, logisticRegression),
    cv,
  };
}

describe("gridSearchCV", () => {
  test("scores every pair as crossValidate does, and fits a vectorizer once per fold", async () => {
    const seen = counter();
    const result = await gridSearchCV(space(seen), train);
    expect(result.points).toHaveLength(6);
    expect(seen.fits).toBe(2 * 3);
    for (const point of result.points) {
      const alone = await crossValidate(
        {
          vectorizer: wordCounts(point.vectorizer["minDf"] as number, counter()),
          classifier: logisticRegression({ C: point.classifier["C"] as number }),
          cv,
        },
        train,
      );
      expect(point.mean).toEqual(alone.mean);
      expect(point.std).toEqual(alone.std);
    }
    expect(result.best.mean["accuracy"]).toBe(
      Math.max(...result.points.map((point) => point.mean["accuracy"]!)),
    );
    expect(result.best.rank).toBe(1);
    expect(result.classifier.params["C"]).toBe(result.best.classifier["C"]);
  });

  test("no vectorizer ever sees a text of the fold it is scored on", async () => {
    const seen = counter();
    await gridSearchCV(space(seen), train);
    const folds = cv.split(
      train.examples.map(({ label }) => (label === "neg" ? 0 : 1)),
      train.examples.map(({ group }) => group!),
    );
    seen.texts.forEach((texts, at) => {
      expect([...texts]).toEqual(Array.from(folds[at % 3]!.train, (row) => train.texts[row]));
    });
  });

  test("a loss is minimised", async () => {
    const result = await gridSearchCV({ ...space(), scoring: "logLoss" }, train);
    expect(result.best.mean["logLoss"]).toBe(
      Math.min(...result.points.map((point) => point.mean["logLoss"]!)),
    );
  });

  test("a search that was cancelled continues from its memory, with the same result", async () => {
    const kept = new Map<string, readonly FoldScore[]>();
    const memory = {
      get: async (key: string) => kept.get(key),
      set: async (key: string, scores: readonly FoldScore[]) => void kept.set(key, scores),
    };
    const stop = new AbortController();
    const begun = gridSearchCV({ ...space(), memory }, train, {
      signal: stop.signal,
      onProgress: ({ done }) => done === 4 && stop.abort(),
    });
    await expect(begun).rejects.toMatchObject({ code: "CANCELLED" });
    const seen = counter();
    const resumed = await gridSearchCV({ ...space(seen), memory }, train);
    expect(seen.fits).toBe(2);
    const whole = await gridSearchCV(space(), train);
    expect(resumed.points).toEqual(whole.points);
  });

  test("progress has the remaining time", async () => {
    const reports: SearchProgress[] = [];
    await gridSearchCV(space(), train, { onProgress: (p) => void reports.push(p as SearchProgress) });
    expect(reports.map(({ done, total }) => [done, total])).toEqual([1, 2, 3, 4, 5, 6].map((n) => [n, 6]));
    expect(reports.at(-1)!.remainingSeconds).toBe(0);
  });

  test("an unknown scoring and an empty space are refused", async () => {
    await expect(gridSearchCV({ ...space(), scoring: "beauty" as never }, train)).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
    await expect(gridSearchCV({ ...space(), classifiers: [] }, train)).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
  });
});

test("randomizedSearchCV scores some of the pairs, the same for the same seed", async () => {
  const draw = (seed: number) => randomizedSearchCV({ ...space(), nIter: 3 }, train, { seed });
  const [a, b] = [await draw(1), await draw(1)];
  expect(a.points).toHaveLength(3);
  expect(a.points).toEqual(b.points);
  const every = (await gridSearchCV(space(), train, { seed: 1 })).points.map(({ scores }) => scores.join());
  for (const { scores } of a.points) expect(every).toContain(scores.join());
});

test("the last round of halvingGridSearchCV has all rows and few candidates", async () => {
  const result = await halvingGridSearchCV({ ...space(), factor: 2 }, train);
  expect(result.rounds.map(({ points }) => points.length)).toEqual([6, 3, 2, 1]);
  const rows = result.rounds.map(({ trainRows }) => trainRows);
  expect(rows).toEqual([...rows].sort((a, b) => a - b));
  expect(rows.at(-1)).toBe(120);
});

test("parameterSample draws from distributions by a seed", () => {
  const draw = () =>
    parameterSample(
      { alpha: logUniform(0.01, 1), tag: choice(["a", "b"]) },
      ({ alpha }) => multinomialNb({ alpha }),
      { n: 20, seed: 5 },
    );
  const points = draw();
  expect(points.map(({ params }) => params)).toEqual(draw().map(({ params }) => params));
  for (const { params, value } of points) {
    expect(params["alpha"]).toBeGreaterThanOrEqual(0.01);
    expect(params["alpha"]).toBeLessThanOrEqual(1);
    expect(value.params["alpha"]).toBe(params["alpha"]);
  }
  expect(() => parameterGrid({ C: [] }, () => 0)).toThrow("C");
});

test("parameterSample of choices draws no combination twice, and all when there are few", () => {
  const draw = (n: number, seed: number) =>
    parameterSample({ C: choice([1, 2, 3]), tol: choice([0.1, 0.2]) }, ({ C, tol }) => `${C} ${tol}`, {
      n,
      seed,
    }).map(({ value }) => value);
  for (let seed = 0; seed < 20; seed++) expect(new Set(draw(4, seed)).size).toBe(4);
  expect(draw(100, 1).sort()).toEqual(["1 0.1", "1 0.2", "2 0.1", "2 0.2", "3 0.1", "3 0.2"]);
  expect(draw(4, 7)).toEqual(draw(4, 7));
  const many = choice(Array.from({ length: 2000 }, (_, i) => i));
  const wide = parameterSample({ a: many, b: many }, ({ a, b }) => `${a} ${b}`, { n: 500, seed: 1 });
  expect(new Set(wide.map(({ value }) => value)).size).toBe(500);
});

test("crossValPredict refuses folds that hold a row out twice", async () => {
  const cv = repeatedStratifiedKFold({ folds: 2, repeats: 2 });
  const options = { vectorizer: wordCounts(1, counter()), classifier: multinomialNb(), cv };
  await expect(crossValPredict(options, train)).rejects.toMatchObject({ code: "INVALID_OPTION" });
});

test("crossValPredict predicts each row with a model that was not fitted on it", async () => {
  const options = { vectorizer: wordCounts(1, counter()), classifier: multinomialNb(), cv };
  const p = await crossValPredict(options, train);
  expect(p).toHaveLength(240);
  for (let i = 0; i < 120; i++) expect(p[2 * i]! + p[2 * i + 1]!).toBeCloseTo(1, 12);
  const scores = await crossValidate(options, train);
  const right = train.examples.filter(
    ({ label }, i) => (p[2 * i + 1]! > 0.5 ? "pos" : "neg") === label,
  ).length;
  const mean = scores.folds.reduce((sum, { evaluation }) => sum + evaluation.accuracy * evaluation.rows, 0);
  expect(right).toBeCloseTo(mean, 9);
});
