import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnyVectorizer } from "@imdb/core";
import type { DecidedEvaluation } from "@imdb/measures";
import {
  choice,
  crossValidate,
  type FoldScore,
  gridSearchCV,
  halvingGridSearchCV,
  learningCurve,
  parameterGrid,
  parameterSample,
  randomizedSearchCV,
  stratifiedKFold,
} from "@imdb/train";
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import {
  countVectorizer,
  type FittedTextClassifier,
  loadTextClassifier,
  logisticRegression,
  type TextClassifier,
  textClassifier,
  tfidfVectorizer,
} from "./index.js";
import { type Label, noisyReviews, preparedReviews } from "./testing/noisy-reviews.js";

const cv = stratifiedKFold({ folds: 3, shuffleSeed: 4 });
const grid = { maxFeatures: [6, 100], C: [0.1, 1, 10] };
/** The number of texts of every fit of a vectorizer, in order. */
let fits: number[] = [];

/** A vectorizer that counts its fits. */
function watched(vectorizer: AnyVectorizer): AnyVectorizer {
  const inner = vectorizer as ReturnType<typeof tfidfVectorizer>;
  return {
    params: inner.params,
    identity: inner.identity,
    fit: inner.fit,
    fitTransform(train, run) {
      fits.push(train.length);
      return inner.fitTransform(train, run);
    },
  };
}

const estimators = () =>
  parameterGrid(grid, ({ maxFeatures, C }) =>
    textClassifier({
      vectorizer: watched(tfidfVectorizer({ maxFeatures })),
      classifier: logisticRegression({ C }),
    }),
  );
const pairs = () => ({
  vectorizers: parameterGrid({ maxFeatures: grid.maxFeatures }, ({ maxFeatures }) =>
    tfidfVectorizer({ maxFeatures }),
  ),
  classifiers: parameterGrid({ C: grid.C }, ({ C }) => logisticRegression({ C })),
});

let folder: string;
let data: Awaited<ReturnType<typeof preparedReviews>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "text-classifier-search-"));
  data = await preparedReviews();
});
afterAll(() => rm(folder, { recursive: true }));

describe("a search over text classifiers", () => {
  test("has the figures of the composed way, bit for bit, and fits a vectorizer once for a fold", async () => {
    fits = [];
    const ours = await gridSearchCV({ estimators: estimators(), cv, scoring: "logLoss" }, data, { seed: 1 });
    // Two vectorizers in three folds, and the refit.
    expect(fits).toHaveLength(2 * 3 + 1);
    const composed = await gridSearchCV({ ...pairs(), cv, scoring: "logLoss" }, data.train, { seed: 1 });
    expect(new Set(composed.points.map(({ mean }) => mean["logLoss"])).size).toBe(6);
    expect(ours.points.map(({ params: _, ...scores }) => scores)).toEqual(
      composed.points.map(({ vectorizer: _, classifier: __, ...scores }) => scores),
    );
    expect(ours.points.map(({ params }) => params)).toEqual(
      composed.points.map(({ vectorizer, classifier }) => ({ ...vectorizer, ...classifier })),
    );
    expect(ours.bestPoint.rank).toBe(1);
    expect(ours.bestPoint.mean).toEqual(composed.best.mean);
  });

  test("returns the best one fitted on the whole split: it cleans, predicts, explains and saves", async () => {
    const { best, bestPoint, estimator } = await gridSearchCV({ estimators: estimators(), cv }, data);
    const { maxFeatures, C } = bestPoint.params as { maxFeatures: number; C: number };
    const alone = await textClassifier({
      vectorizer: tfidfVectorizer({ maxFeatures }),
      classifier: logisticRegression({ C }),
    }).fit(data);
    expect(best.toBundle()).toEqual(alone.toBundle());
    expect((await estimator.fit(data)).toBundle()).toEqual(alone.toBundle());
    const raw = noisyReviews().find(({ id }) => id === data.test.examples[0]!.id)!.text;
    expect(raw).not.toBe(data.test.texts[0]);
    expect(best.predict([raw])).toEqual(best.predict([data.test.texts[0]!]));
    const { contributions } = best.explain("a great<br />film");
    expect(contributions.map(({ feature }) => feature)).toContain("great");
    expect(best.evaluate(data.test).accuracy).toBeGreaterThan(0.5);
    await best.save(join(folder, "best"));
    expect((await loadTextClassifier(join(folder, "best"))).predict([raw])).toEqual(best.predict([raw]));
  });

  test("takes a train split as well as the dataset", async () => {
    const ofData = await gridSearchCV({ estimators: estimators(), cv }, data, { seed: 3 });
    const ofSplit = await gridSearchCV({ estimators: estimators(), cv }, data.train, { seed: 3 });
    expect(ofSplit.points).toEqual(ofData.points);
    expect(ofSplit.best.predictProba(data.test.texts)).toEqual(ofData.best.predictProba(data.test.texts));
  });

  test("at random and by halving scores the same candidates as the composed way", async () => {
    const scores = (points: readonly { readonly scores: readonly (number | null)[] }[]) =>
      points.map((point) => point.scores);
    const drawn = await randomizedSearchCV({ estimators: estimators(), cv, nIter: 3 }, data, { seed: 2 });
    const drawnPairs = await randomizedSearchCV({ ...pairs(), cv, nIter: 3 }, data.train, { seed: 2 });
    expect(scores(drawn.points)).toEqual(scores(drawnPairs.points));
    expect(drawn.best.predict("great fun").label).toBe("pos");
    fits = [];
    const halved = await halvingGridSearchCV({ estimators: estimators(), cv, factor: 2 }, data);
    const halvedPairs = await halvingGridSearchCV({ ...pairs(), cv, factor: 2 }, data.train);
    expect(halved.rounds.map(({ points }) => scores(points))).toEqual(
      halvedPairs.rounds.map(({ points }) => scores(points)),
    );
    expect(halved.best.predict("great fun").label).toBe("pos");
    // Only the winner of the last round is fitted on the whole split.
    expect(fits.filter((texts) => texts === data.train.texts.length)).toHaveLength(1);
    const sample = parameterSample(
      { C: choice([1, 2, 3]) },
      ({ C }) => textClassifier({ vectorizer: tfidfVectorizer(), classifier: logisticRegression({ C }) }),
      { n: 2, seed: 1 },
    );
    expect((await gridSearchCV({ estimators: sample, cv }, data)).points).toHaveLength(2);
  });

  test("a vectorizer that is another one is not shared, although its recorded options are the same", async () => {
    const make = (word: string) =>
      textClassifier({
        vectorizer: countVectorizer({
          tokenizer: (text) => text.split(" ").filter((token) => token !== word),
        }),
        classifier: logisticRegression(),
      });
    const both = parameterGrid({ word: ["film", "great"] }, ({ word }) => make(word));
    const together = await gridSearchCV({ estimators: both, cv, scoring: "logLoss" }, data);
    for (const [at, { value }] of both.entries()) {
      const alone = await crossValidate({ estimator: value, cv, scoring: "logLoss" }, data);
      expect(together.points[at]!.mean).toEqual(alone.mean);
    }
    expect(together.points[0]!.mean["logLoss"]).not.toBe(together.points[1]!.mean["logLoss"]);
  });

  test("a memory tells two vocabularies of one size apart", async () => {
    const kept = new Map<string, readonly FoldScore[]>();
    const memory = {
      get: async (key: string) => kept.get(key),
      set: async (key: string, scores: readonly FoldScore[]) => void kept.set(key, scores),
    };
    const search = (vocabulary: readonly string[]) => {
      const vectorizer = countVectorizer({ vocabulary });
      const value = textClassifier({ vectorizer, classifier: logisticRegression() });
      return gridSearchCV({ estimators: [{ params: {}, value }], cv, memory }, data);
    };
    const telling = await search(["great", "fun", "dull", "bad"]);
    const useless = await search(["film", "amp", "plot", "10"]);
    expect(useless.bestPoint.mean["accuracy"]).toBeLessThan(telling.bestPoint.mean["accuracy"]!);
    expect(kept.size).toBe(2 * 3);
  });

  test("a memory never mixes up what has the same parameters", async () => {
    const kept = new Map<string, readonly FoldScore[]>();
    const memory = {
      get: async (key: string) => kept.get(key),
      set: async (key: string, scores: readonly FoldScore[]) => void kept.set(key, scores),
    };
    const search = (value: TextClassifier) =>
      gridSearchCV({ estimators: [{ params: {}, value }], cv, scoring: "logLoss", memory }, data);
    const fitted = (C: number) => ({
      params: {},
      fit: logisticRegression({ C }).fit,
    });
    const own = (C: number) => textClassifier({ vectorizer: tfidfVectorizer(), classifier: fitted(C) });
    const first = await search(own(10));
    const second = await search(own(0.001));
    expect(second.bestPoint.scores).not.toEqual(first.bestPoint.scores);
    expect(kept.size).toBe(0);
    expect(first.warnings.join()).toMatch(/does not keep the scores of 1 of 1 candidates \(1\)/);
    const calibrated = (tokenizer: ((text: string) => string[]) | undefined) =>
      textClassifier({
        vectorizer: tokenizer ? countVectorizer({ tokenizer }) : countVectorizer(),
        classifier: logisticRegression(),
        calibration: { method: "sigmoid" },
      });
    const all = await search(calibrated((text) => text.split(" ")));
    const some = await search(calibrated((text) => text.split(" ").filter((word) => word === "film")));
    expect(some.bestPoint.scores).not.toEqual(all.bestPoint.scores);
    expect(kept.size).toBe(0);
    const named = await search(calibrated(undefined));
    expect(kept.size).toBe(3);
    expect((await search(calibrated(undefined))).points).toEqual(named.points);
    expect(kept.size).toBe(3);
    expect(named.warnings).toEqual([]);
  });
});

test("a test split does not compile, and is refused", async () => {
  const estimator = estimators()[0]!.value;
  const refused = expect.objectContaining({ code: "NOT_TRAIN_SPLIT" });
  // @ts-expect-error a test split is not searched on
  await expect(gridSearchCV({ estimators: estimators() }, data.test)).rejects.toEqual(refused);
  // @ts-expect-error nor as the train split of something
  await expect(gridSearchCV({ estimators: estimators() }, { train: data.test })).rejects.toEqual(refused);
  // @ts-expect-error a test split is not cross-validated on
  await expect(crossValidate({ estimator }, data.test)).rejects.toEqual(refused);
  // @ts-expect-error nor are learning curves made of it
  await expect(learningCurve({ estimator }, data.test)).rejects.toEqual(refused);
  // @ts-expect-error an estimator and parts are two ways
  await expect(crossValidate({ estimator, vectorizer: tfidfVectorizer() }, data)).rejects.toThrow(
    /vectorizer/,
  );
});

test("the labels and the kind of evaluation are in the types of the winner", async () => {
  const { best, estimator } = await gridSearchCV({ estimators: estimators(), cv }, data);
  expectTypeOf(best).toEqualTypeOf<FittedTextClassifier<Label, DecidedEvaluation>>();
  expectTypeOf(best.predict("x").label).toEqualTypeOf<Label>();
  expectTypeOf(best.evaluate(data.test).accuracy).toEqualTypeOf<number>();
  expectTypeOf(estimator.fit(data.train)).resolves.toEqualTypeOf<
    FittedTextClassifier<Label, DecidedEvaluation>
  >();
  const figures = await crossValidate({ estimator: estimators()[0]!.value, cv }, data);
  expectTypeOf(figures.folds[0]!.evaluation).toEqualTypeOf<DecidedEvaluation>();
  const undecided = textClassifier({
    vectorizer: tfidfVectorizer(),
    classifier: logisticRegression(),
    decision: { abstainBelow: 0.6 },
  });
  const some = await crossValidate({ estimator: undecided, cv }, data);
  expectTypeOf(some.folds[0]!.evaluation.accuracy).toEqualTypeOf<number | undefined>();
  const drawn = randomizedSearchCV({ estimators: estimators(), nIter: 1 }, data.train);
  expectTypeOf(drawn).resolves.toHaveProperty("best").toEqualTypeOf(best);
  const halved = halvingGridSearchCV({ estimators: estimators() }, data);
  expectTypeOf(halved).resolves.toHaveProperty("best").toEqualTypeOf(best);
  await Promise.all([drawn, halved]);
});
